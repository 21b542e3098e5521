/** Configurations and plans from anywhere: taken, or refused with places and remedies; never an exception. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf } from '../../src/runbook/digest.ts';
import type { Problem } from '../../src/runbook/problem.ts';
import { renderMarkdown, renderTree } from '../../src/runbook/render.ts';
import { validatePlan } from '../../src/runbook/validate-plan.ts';
import { parseConfig } from '../../src/worker/parse-config.ts';
import { arbitraryPlan } from '../support/arbitrary-plan.ts';
import { catalog } from '../support/catalog.ts';
import { spoiled } from '../support/spoiled.ts';

const config = {
  runbooks: ['runbooks/*.ts'],
  steps: ['steps/*.ts'],
  taskQueue: 'slipway',
  environments: {
    stage: { title: 'Stage', vars: { replicas: 3 }, notices: '#releases', systems: { github: 'ghe' } },
    prod: { vars: { host: 'shop.example' } },
  },
  systems: {
    ghe: { type: 'github', url: 'https://github.example/api/v3', token: { env: 'GITHUB_TOKEN' } },
    kubernetes: { type: 'kubernetes', context: 'prod' },
    prometheus: { type: 'prometheus', url: 'https://prometheus.example', token: { file: '/run/prometheus' } },
  },
  people: { ada: { name: 'Ada', roles: ['releng'], slack: 'U012ABCDEF' } },
};

test('the configuration that is spoiled below is valid', () => {
  expect(parseConfig(config)).toMatchObject({ ok: true });
});

test('a spoiled configuration', () => {
  fc.assert(
    fc.property(spoiled(config), (given) => {
      const parsed = parseConfig(given);
      if (parsed.ok) expect(parseConfig(parsed.config)).toEqual(parsed);
      else holdToProblems(parsed.problems);
    }),
    { numRuns: 600 },
  );
});

test('a spoiled plan, which is shown without controls if it is taken', () => {
  fc.assert(
    fc.property(
      arbitraryPlan.chain((plan) => spoiled(plan)),
      (given) => {
        const validated = validatePlan(given, catalog);
        if (!validated.ok) return holdToProblems(validated.problems);
        expect(digestOf(validated.plan)).toMatch(/^sha256:/);
        for (const shown of [renderTree(validated.plan), renderMarkdown(validated.plan)])
          // eslint-disable-next-line no-control-regex -- control characters are what must not get through
          expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      },
    ),
    { numRuns: 400 },
  );
});

test('a plan or configuration that is anything at all', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (given) => {
      const plan = validatePlan(given, catalog);
      const parsed = parseConfig(given);
      expect([plan.ok, parsed.ok]).toEqual([false, false]);
      if (!plan.ok) holdToProblems(plan.problems);
      if (!parsed.ok) holdToProblems(parsed.problems);
    }),
    { numRuns: 600 },
  );
});

function holdToProblems(problems: readonly Problem[]): void {
  expect(problems.length).toBeGreaterThan(0);
  for (const { path, message, remedy } of problems) {
    expect(typeof path).toBe('string');
    expect(message).toMatch(/\S/);
    expect(remedy).toMatch(/\S/);
  }
}
