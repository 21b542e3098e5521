/**
 * Whichever of its requests a step gets no answer to, in its act, its wait or its undo: the next attempt goes on, and nothing happens twice.
 * Each is tried by `npm run test:lost-replies`; otherwise only the second, for the suite of conformance has the one with the effect.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { isEffect } from '../../src/activities/contract.ts';
import type { EffectStep } from '../../src/activities/contract.ts';
import { steps } from '../../src/activities/registry.ts';
import { plainJson } from '../../src/runbook/json.ts';
import { Attempts, attemptNo, quick } from '../support/conformance.ts';
import type { CaseWorld, EffectCase } from '../support/conformance.ts';
import { eventually } from '../support/eventually.ts';
import { withWorld } from '../support/with-world.ts';
import { cases } from './cases.ts';

const every = process.env['SLIPWAY_LOST_REPLIES'] === 'all';

/** Tries a request after the other, until all have been answered. */
async function whichever(one: EffectCase, trial: (world: CaseWorld, nth: number) => Promise<void>) {
  const trialOf = async (nth: number): Promise<boolean> => {
    let met = false;
    await withWorld(one.setUp(quick), async (world) => {
      await trial(world, nth);
      met = world.faults.pending().length === 0;
    });
    return met;
  };
  if (!every) return void (await trialOf(1));
  for (let nth = 0; await trialOf(nth); nth += 1);
}

const lose = ({ faults }: CaseWorld, nth: number): void =>
  faults.add({ kind: { type: 'drop-reply' }, after: nth });

/** As the engine does: again after an error that a retry may heal. */
async function retried<T>(attempt: (no: number) => Promise<T>): Promise<T> {
  for (let no = 1; ; no += 1) {
    try {
      return await attempt(no);
    } catch (error) {
      const heals = error instanceof ApplicationFailure && error.nonRetryable !== true;
      if (!heals || no === 5) throw error;
    }
  }
}

for (const one of cases) {
  const step = steps.get(one.kind);
  // What a program of the team's own asks for is not ours to ask again.
  if (step === undefined || !isEffect(step) || one.effect === undefined || one.kind === 'shell.run') continue;
  (one.describe ?? describe)(step.kind, () => goesOn(step, one));
}

function goesOn(step: EffectStep, one: EffectCase): void {
  const { input, effect, undoUnderWay } = one;
  const made = (world: CaseWorld): number =>
    world.journal().filter(({ effect: name }) => name === effect.name).length;

  test(
    'whichever reply to its act and its wait is lost',
    () =>
      whichever(one, async (world, nth) => {
        const attempts = new Attempts(step, world.clients);
        const before = await attempts.before(input);
        lose(world, nth);
        const acted = await retried((no) => attempts.act({ input, before }, attemptNo(no)));
        await retried(() => attempts.finish(input, acted));
        expect({ nth, made: made(world), twice: world.duplicates() }).toEqual({ nth, made: 1, twice: [] });
      }),
    300_000,
  );

  if (step.undo === undefined || undoUnderWay !== undefined) return;
  test(
    'whichever reply to its undo is lost',
    () =>
      whichever(one, async (world, nth) => {
        const deployed = plainJson(world.snapshot());
        const attempts = new Attempts(step, world.clients);
        const { before, acted } = await attempts.begin(input);
        const known = await attempts.finish(input, acted);
        lose(world, nth);
        await retried((no) => attempts.undo({ input, before, ...known }, attemptNo(no)));
        expect({ nth, twice: world.duplicates() }).toEqual({ nth, twice: [] });
        // What the systems' controllers still do is asked of nobody.
        await eventually(
          () => Promise.resolve(plainJson(world.snapshot())),
          (seen) => isDeepStrictEqual(seen, deployed),
        );
      }),
    300_000,
  );
}
