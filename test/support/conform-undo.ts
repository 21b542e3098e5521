/** What an undo is held to: afterwards the effect is absent, twice is as once, and before the act it does no harm. */
import { expect, test } from '@jest/globals';
import type { EffectStep } from '../../src/activities/contract.ts';
import { Attempts, quick } from './conformance.ts';
import type { CaseWorld, EffectCase } from './conformance.ts';
import { withWorld } from './with-world.ts';

export function conformUndo(step: EffectStep, { input, undoAfter = 'settle', setUp }: EffectCase): void {
  if (step.undo === undefined) {
    test('is refused with a reason that people have read in the plan', () => {
      expect(step.irreversible).toMatch(/\S+ \S+/);
    });
    return;
  }

  test('leaves the effect absent and the world as it was; a second one does nothing more', () =>
    withWorld(setUp(quick), async (world) => {
      const { attempts, before, known } = await carriedOut(world);
      const deployed = known.deployed;
      expect(await attempts.undo({ input, before, ...known.of })).toMatch(/\S/);
      expect(await attempts.observe({ input, earlier: before })).toMatchObject({ state: 'absent' });
      expect(world.snapshot()).toEqual(deployed);
      const sent = world.journal().length;
      expect(await attempts.undo({ input, before, ...known.of })).toMatch(/\S/);
      expect(world.journal().slice(sent)).toEqual([]);
    }));

  test('finds what a worker did that died inside the act', () =>
    withWorld(setUp(quick), async (world) => {
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

  async function carriedOut(world: CaseWorld) {
    const deployed = world.snapshot();
    const attempts = new Attempts(step, world.clients);
    const { before, acted } = await attempts.begin(input);
    if (undoAfter === 'settle')
      return { attempts, before, known: { deployed, of: await attempts.finish(input, acted) } };
    const of = acted.state === 'started' ? { ref: acted.ref } : { output: acted.output };
    return { attempts, before, known: { deployed, of } };
  }
}
