import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { assemblePlan } from '../../src/runbook/assemble-plan.ts';
import { gate, sequence, soak } from '../../src/runbook/builders.ts';
import { defineRunbook } from '../../src/runbook/define-runbook.ts';
import type { RunbookDefinition } from '../../src/runbook/define-runbook.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import type { PlanningContext } from '../../src/runbook/facts.ts';
import { PlanInvalid } from '../../src/runbook/problem.ts';
import { build, catalog, rate, sync } from '../support/catalog.ts';

const input = z.strictObject({
  environment: z.string(),
  version: z.string().regex(/^\d+\.\d+$/, 'only two-part versions are deployed'),
  pods: z.number().default(2),
});

type Clients = { readonly schema: string };
const context: PlanningContext<Clients> = {
  environment: { name: 'stage', title: 'Stage', vars: { host: 'stage.example' } },
  startedBy: 'ann',
  clients: { schema: 'additive' },
  people: [
    { login: 'bob', roles: ['releng', 'sre'] },
    { login: 'ann', roles: ['releng'] },
    { login: 'cat', roles: [] },
  ],
  signal: new AbortController().signal,
};

const assemble = (
  plan: RunbookDefinition<typeof input, Clients>['plan'],
  given: unknown = { environment: 'stage', version: '3.1' },
) => assemblePlan(defineRunbook({ name: 'app', input, plan }), given, context, catalog);

async function problems(attempt: Promise<unknown>): Promise<string[]> {
  const outcome: unknown = await attempt.then(
    () => 'it was accepted',
    (error: unknown) => error,
  );
  if (!(outcome instanceof PlanInvalid)) throw new Error(`not refused as a plan: ${String(outcome)}`);
  return outcome.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('a plan is made', () => {
  test('of the parsed input, the nodes, the facts and the warnings', async () => {
    const { plan, digest } = await assemble(async ({ pods, version }, facts) => {
      const order = facts.record('schema', {
        title: 'Schema change',
        value: facts.clients.schema,
        evidence: ['0042.py'],
      });
      facts.warn(`${order} on ${facts.environment.title} for ${facts.startedBy}`);
      const image = build({ source: `v${version}` });
      return sequence('All', [image, sync({ revision: image.output.digest, replicas: pods })]);
    });
    expect(plan).toMatchObject({
      format: 'slipway.plan/v1',
      runbook: 'app',
      environment: 'stage',
      version: '3.1',
      input: { environment: 'stage', version: '3.1', pods: 2 },
      facts: [{ id: 'schema', title: 'Schema change', value: 'additive', evidence: ['0042.py'] }],
      warnings: ['additive on Stage for ann'],
      root: { nodes: [{ id: 'build' }, { input: { revision: { $ref: 'build.digest' }, replicas: 2 } }] },
    });
    expect(digest).toBe(digestOf(plan));
  });

  test('with the names of the people in a role, so that a later change of roles changes no running gate', async () => {
    const { plan } = await assemble((_, facts) =>
      sequence('All', [
        gate('One', { instructions: 'x', approvers: facts.people('sre', 'releng') }),
        gate('Two', { instructions: 'x', approvers: facts.people() }),
      ]),
    );
    expect(plan.root).toMatchObject({
      nodes: [
        { ask: { approvers: { roles: ['sre', 'releng'], people: ['ann', 'bob'] } } },
        { ask: { approvers: { roles: [], people: ['ann', 'bob', 'cat'] } } },
      ],
    });
  });

  test('with the names of all where a soak doesn’t say whom it asks', async () => {
    const checks = [rate({ query: 'errors' }, { max: 1 })];
    const { plan } = await assemble(() => soak('Wait', { for: '5m', checks }));
    expect(plan.root).toMatchObject({ ask: { approvers: { roles: [], people: ['ann', 'bob', 'cat'] } } });
  });

  test('with defaults in nodes that were made by hand', async () => {
    const { node } = build({ source: 'main' });
    const { plan } = await assemble(() => ({ node: { ...node, input: { source: 'main' } } }));
    expect(plan.root).toMatchObject({ input: { source: 'main', platforms: ['amd64'] } });
  });
});

describe('a plan is refused', () => {
  const empty = () => sequence('All', []);

  test('for all that is wrong with the input', async () => {
    expect(
      (
        await problems(assemble(empty, { environment: 'stage', version: '3.1.2', pods: 'x', extra: 1 }))
      ).sort(),
    ).toEqual([
      'input.extra: is not known here',
      expect.stringMatching(/^input\.pods: /),
      'input.version: only two-part versions are deployed',
    ]);
  });

  test('for an input of another environment than it is planned for', async () => {
    expect(await problems(assemble(empty, { environment: 'prod', version: '3.1' }))).toEqual([
      "input.environment: is 'prod', but the release is planned for 'stage'",
    ]);
  });

  test('for the reason that the runbook gives', async () => {
    expect(await problems(assemble((_, facts) => facts.refuse('the image was never pushed')))).toEqual([
      'plan: the image was never pushed',
    ]);
  });

  test('for a gate that only the starter could answer', async () => {
    const attempt = assemble(() =>
      sequence('All', [
        gate('Sure?', { instructions: 'x', approvers: { roles: [], people: ['ann'] }, notStarter: true }),
      ]),
    );
    expect(await problems(attempt)).toEqual([expect.stringContaining('root.nodes[0].ask.approvers: ')]);
  });

  test('for a plan function that gives no node', async () => {
    expect(await problems(assemble(() => undefined as never))).toEqual([expect.stringMatching(/^root: /)]);
    expect(await problems(assemble(() => ({ node: { type: 'step' } }) as never))).not.toEqual([]);
  });

  test('by what the runbook’s own code throws, unchanged', async () => {
    const error = new Error('the registry did not answer');
    await expect(assemble(() => Promise.reject(error))).rejects.toBe(error);
  });
});
