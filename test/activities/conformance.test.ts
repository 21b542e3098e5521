/** Every step of the registry does what the contract says, against a practice world. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as systems from '../../src/activities/index.ts';
import { isEffect } from '../../src/activities/contract.ts';
import type { Step } from '../../src/activities/contract.ts';
import { checks, steps } from '../../src/activities/registry.ts';
import type { Json } from '../../src/runbook/json.ts';
import { conformEffect } from '../support/conform-effect.ts';
import { conformRights } from '../support/conform-rights.ts';
import { conformRead } from '../support/conform-read.ts';
import { Attempts, untouchable } from '../support/conformance.ts';
import type { ConformanceCase } from '../support/conformance.ts';
import { looseFields } from '../support/loose-fields.ts';
import { cases } from './cases.ts';

const root = join(__dirname, '../..');
const casesByKind = new Map(cases.map((one) => [one.kind, one]));
const definitions: Record<string, Record<string, { definition: unknown } | undefined> | undefined> = {
  ...systems,
};

test('every step has a conformance case, and every case is of a step', () => {
  expect([...casesByKind.keys()].sort()).toEqual([...steps.keys()].sort());
});

describe.each([...steps.keys(), ...checks.keys()])('%s', (kind) => {
  const [system = '', action = ''] = kind.split('.');
  const definition = steps.get(kind) ?? checks.get(kind);

  test.each([`src/activities/${system}/${action}.ts`, `test/activities/${system}/${action}.test.ts`])(
    'has its file %s',
    (place) => {
      expect(existsSync(join(root, place))).toBe(true);
    },
  );

  test('has a docs page, and runbooks find it under its kind', () => {
    expect(existsSync(join(root, `docs/steps/${kind}.md`))).toBe(true);
    expect(definitions[system]?.[action]?.definition).toBe(definition);
  });

  test('lets no unknown field in or out, and describes every field', () => {
    if (definition === undefined) throw new Error(`${kind} is not registered`);
    expect(looseFields(definition.input, 'input')).toEqual([]);
    expect('output' in definition ? looseFields(definition.output, 'output') : []).toEqual([]);
  });
});

for (const step of steps.values()) {
  const one = casesByKind.get(step.kind);
  if (one === undefined) continue;
  (one.describe ?? describe)(step.kind, () => conform(step, one));
}

function conform(step: Step, one: ConformanceCase): void {
  describe('refuses at once, before any request, an input', () => {
    const refused = new Attempts(step, untouchable);
    const withOther = (field: string, value: Json): Json => ({ ...one.input, [field]: value });
    const look = (input: Json) =>
      isEffect(step) ? refused.observe({ input }) : refused.settle({ input, ref: null });

    test('with a field it does not know', async () => {
      await expect(look(withOther('noSuchField', 1))).rejects.toMatchObject({
        type: 'input-invalid',
        nonRetryable: true,
      });
    });

    test.each(Object.keys(one.input))('whose %s is null', async (field) => {
      await expect(look(withOther(field, null))).rejects.toMatchObject({
        type: 'input-invalid',
        nonRetryable: true,
      });
    });
  });

  test('says in one line what it will do', () => {
    const title = step.title(step.input.parse(one.input));
    expect(title).toMatch(/^\S.*\S$/);
  });

  if (step.needs.includes('kubernetes')) conformRights(step, one);
  if (one.effect === undefined) conformRead(step, one);
  else if (isEffect(step)) conformEffect(step, one);
  else throw new Error(`${step.kind} only reads, but its case names an effect.`);
}
