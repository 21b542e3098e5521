/** Inputs that passed a schema but mean nothing: a step looks, and says what is wrong; never a defect. */
import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import fc from 'fast-check';
import { isEffect } from '../../src/activities/contract.ts';
import { errorCodes } from '../../src/activities/errors.ts';
import { steps } from '../../src/activities/registry.ts';
import type { Json } from '../../src/runbook/json.ts';
import { cases } from '../activities/cases.ts';
import { Attempts, cancelledWhileWaiting, quick } from '../support/conformance.ts';
import type { ConformanceCase } from '../support/conformance.ts';
import { spoiled } from '../support/spoiled.ts';
import { withWorld } from '../support/with-world.ts';

for (const one of cases) (one.describe ?? describe)(one.kind, () => says(one));

function says(one: ConformanceCase): void {
  const step = steps.get(one.kind);
  if (step === undefined) throw new Error(`${one.kind} is not registered.`);

  test('given a spoiled input', () =>
    withWorld(one.setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      await fc.assert(
        fc.asyncProperty(spoiled(one.input), async (input) => {
          const parsed = step.input.safeParse(input);
          if (parsed.success) expect(step.title(parsed.data)).toMatch(/\S/);
          const given = input as Json;
          const look = isEffect(step)
            ? attempts.observe({ input: given })
            : attempts.settle({ input: given, ref: null }, cancelledWhileWaiting());
          const error: unknown = await look.then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error === undefined || error instanceof CancelledFailure) return;
          if (!(error instanceof ApplicationFailure))
            throw new Error('not a failure of a step', { cause: error });
          if (!parsed.success) expect(error.type).toBe('input-invalid');
          expect(Object.keys(errorCodes)).toContain(error.type);
          if (error.type === 'internal') throw new Error(`A defect: ${error.message}\n${error.stack}`);
        }),
        { numRuns: 40, endOnFailure: true },
      );
    }));
}
