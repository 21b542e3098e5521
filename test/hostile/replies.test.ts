/** Whatever a system answers, a step ends in a result or in an error that says what to do: never in a defect. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { isEffect } from '../../src/activities/contract.ts';
import { errorCodes } from '../../src/activities/errors.ts';
import { steps } from '../../src/activities/registry.ts';
import type { Json } from '../../src/runbook/json.ts';
import { drawFrom } from '../../src/practice/mangle.ts';
import { cases } from '../activities/cases.ts';
import { Attempts, attemptNo, quick } from '../support/conformance.ts';
import type { CaseWorld, ConformanceCase } from '../support/conformance.ts';
import { fuzzSeed } from '../support/fuzz.ts';
import { withWorld } from '../support/with-world.ts';

/** More of them for a hunt: SLIPWAY_FUZZ=200. */
const rounds = Number(process.env['SLIPWAY_FUZZ'] ?? 3);
const seeds = Array.from({ length: rounds }, (_, round) => fuzzSeed + round);

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

for (const one of cases) (one.describe ?? describe)(one.kind, () => survives(one));

function survives(one: ConformanceCase): void {
  const step = steps.get(one.kind);
  if (step === undefined) throw new Error(`${one.kind} is not registered.`);

  test.each(seeds)('survives broken replies, seed %i', async (seed) => {
    await withWorld(one.setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const { input } = one;
      const next = breaking(world, seed);
      if (!isEffect(step)) {
        await next(() => attempts.settle({ input, ref: null }));
        return;
      }
      const seen = await next(() => attempts.observe({ input }));
      const before: Json = seen?.state === 'absent' ? seen.before : await attempts.before(input);
      const acted = await next((no) => attempts.act({ input, before }, attemptNo(no)));
      if (acted?.state === 'started') await next(() => attempts.settle({ input, ref: acted.ref }));
      if (step.undo === undefined) return;
      await next(() =>
        attempts.undo({ input, before, ...(acted?.state === 'started' ? { ref: acted.ref } : {}) }),
      );
    });
    expect(unhandled).toEqual([]);
  });
}

/** Runs an attempt while one of its first replies is broken, and holds its error, if any, to what errors are. */
function breaking(world: CaseWorld, seed: number) {
  const draw = drawFrom(seed);
  return async <T>(attempt: (no: number) => Promise<T>): Promise<T | undefined> => {
    const sound = Math.floor(draw() * 4);
    for (let i = 0; i < sound; i++) world.faults.add({ kind: { type: 'delay', ms: 0 } });
    world.faults.add({ kind: { type: 'mangle', seed: Math.floor(draw() * 2 ** 31) } });
    try {
      return await attempt(1);
    } catch (error) {
      holdToErrors(error);
      return undefined;
    } finally {
      world.faults.clear();
    }
  };
}

function holdToErrors(error: unknown): void {
  if (!(error instanceof ApplicationFailure)) throw error;
  const { type, message, stack } = error;
  if (type === 'internal') throw new Error(`A defect: ${message}\n${stack}`);
  expect(Object.keys(errorCodes)).toContain(type);
  expect(message).toMatch(/\S/);
  expect(message.length).toBeLessThan(4000);
}
