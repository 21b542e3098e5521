/** What an undo is held to: afterwards the effect is absent, twice is as once, and before the act it does no harm. */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import type { EffectStep } from '../../src/activities/contract.ts';
import { Attempts, quick } from './conformance.ts';
import type { CaseWorld, EffectCase } from './conformance.ts';
import { plainJson } from '../../src/runbook/json.ts';
import { eventually } from './eventually.ts';
import { withWorld } from './with-world.ts';

export function conformUndo(step: EffectStep, { input, undoUnderWay, setUp }: EffectCase): void {
  if (step.undo === undefined) {
    test('is refused with a reason that people have read in the plan', () => {
      expect(step.irreversible).toMatch(/\S+ \S+/);
    });
    return;
  }

  const pace = undoUnderWay?.pace ?? quick;
  const leaves = undoUnderWay?.leaves ?? 'the world as it was';

  test(`leaves the effect absent and ${leaves}; a second one does nothing more`, () =>
    withWorld(setUp(pace), async (world) => {
      const { attempts, before, deployed, known } = await carriedOut(world);
      expect(await attempts.undo({ input, before, ...known })).toMatch(/\S/);
      expect(await attempts.observe({ input, earlier: before })).toMatchObject({ state: 'absent' });
      if (undoUnderWay === undefined) await settlesOn(world, deployed);
      const sent = world.journal().length;
      expect(await attempts.undo({ input, before, ...known })).toMatch(/\S/);
      expect(world.journal().slice(sent)).toEqual([]);
    }));

  test('finds what a worker did that died inside the act', () =>
    withWorld(setUp(pace), async (world) => {
      const { attempts, before } = await carriedOut(world);
      expect(await attempts.undo({ input, before })).toMatch(/\S/);
      expect(await attempts.observe({ input, earlier: before })).toMatchObject({ state: 'absent' });
    }));

  test('does nothing if nothing was done', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const before = await attempts.before(input);
      const sent = world.journal().length;
      expect(await attempts.undo({ input, before })).toMatch(/\S/);
      expect(world.journal().slice(sent)).toEqual([]);
    }));

  /** `known`: what the engine has on record of the effect. */
  async function carriedOut(world: CaseWorld) {
    const deployed = world.snapshot();
    const attempts = new Attempts(step, world.clients);
    const { before, acted } = await attempts.begin(input);
    if (undoUnderWay === undefined)
      return { attempts, before, deployed, known: await attempts.finish(input, acted) };
    const known = acted.state === 'started' ? { ref: acted.ref } : { output: acted.output };
    return { attempts, before, deployed, known };
  }
}

/** The systems' own machinery may take a moment until what was put back is what they report. */
const settlesOn = (world: CaseWorld, deployed: unknown): Promise<unknown> =>
  eventually(
    () => Promise.resolve(world.snapshot()),
    (seen) => isDeepStrictEqual(plainJson(seen), plainJson(deployed)),
  );
