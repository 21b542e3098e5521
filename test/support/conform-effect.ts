/** What a step with an effect is held to: one effect whatever comes between, seen again by its key, and undone. */
import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { EffectStep } from '../../src/activities/contract.ts';
import { Attempts, attemptNo, cancelled, cancelledWhileWaiting, key, quick } from './conformance.ts';
import type { CaseWorld, EffectCase } from './conformance.ts';
import { conformUndo } from './conform-undo.ts';
import { eventually } from './eventually.ts';
import { withWorld } from './with-world.ts';

export function conformEffect(step: EffectStep, one: EffectCase): void {
  const { input, effect, endless, setUp } = one;
  const made = (world: CaseWorld) => world.journal().filter(({ effect: name }) => name === effect.name);

  test('having acted, sees its own effect, which carries its key', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const { before, acted } = await attempts.begin(input);
      const seen = await attempts.observe({ input, earlier: before });
      expect(['started', 'done']).toContain(seen.state);
      if (seen.state === acted.state) expect(seen).toEqual(acted);
      expect(made(world)).toMatchObject([{ key }]);
    }));

  test('gives what its output schema says', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const { acted } = await attempts.begin(input);
      const { output } = await attempts.finish(input, acted);
      expect(step.output.parse(output)).toEqual(output);
    }));

  test('after a crash behind its effect, goes on without a second one', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const before = await attempts.before(input);
      world.faults.add({ method: effect.method, path: effect.path, kind: { type: 'drop-reply' } });
      await expect(attempts.act({ input, before })).rejects.toMatchObject({ nonRetryable: false });
      expect(world.faults.pending()).toEqual([]);
      await attempts.finish(input, await attempts.act({ input, before }, attemptNo(2)));
      expect(made(world)).toHaveLength(1);
      expect(world.duplicates()).toEqual([]);
    }));

  test('while nobody can see whether it was done, does nothing a second time and says what it lacks', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const before = await attempts.before(input);
      world.faults.add({ method: effect.method, path: effect.path, kind: { type: 'drop-reply' } });
      await expect(attempts.act({ input, before })).rejects.toBeInstanceOf(ApplicationFailure);
      // All reads fail; the effect itself would still be taken. Slack reads by POST.
      const dark = { kind: { type: 'refuse' }, times: 50 } as const;
      world.faults.add({ ...dark, method: 'GET' });
      world.faults.add({ ...dark, method: 'HEAD' });
      world.faults.add({ ...dark, method: 'POST', path: `^(?!.*(?:${effect.path}))` });
      await expect(attempts.act({ input, before }, attemptNo(2))).rejects.toMatchObject({
        type: expect.stringMatching(/^(unavailable|unknown)$/),
        message: expect.stringMatching(/\S+ \S+/),
      });
      // Some effects are seen when a controller takes them up, a moment after they were asked for.
      await eventually(
        () => Promise.resolve(made(world)),
        ({ length }) => length > 0,
      );
      expect(made(world)).toHaveLength(1);
      world.faults.clear();
      await attempts.finish(input, await attempts.act({ input, before }, attemptNo(3)));
      expect(made(world)).toHaveLength(1);
      expect(world.duplicates()).toEqual([]);
    }));

  test('sends nothing once it is cancelled', () =>
    withWorld(setUp(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const before = await attempts.before(input);
      const sent = world.journal().length;
      await expect(attempts.act({ input, before }, cancelled())).rejects.toBeInstanceOf(CancelledFailure);
      expect(world.journal().slice(sent)).toEqual([]);
    }));

  test('has an endless wait in its case if it waits at all', () => {
    expect(endless === undefined).toBe(step.settle === undefined);
  });

  if (endless !== undefined) {
    test('stops waiting when it is cancelled', () =>
      withWorld(setUp(endless.pace), async ({ clients }) => {
        const attempts = new Attempts(step, clients);
        const { acted } = await attempts.begin(endless.input);
        if (acted.state !== 'started') throw new Error('It should wait, but it is done.');
        const waiting = attempts.settle({ input: endless.input, ref: acted.ref }, cancelledWhileWaiting());
        await expect(waiting).rejects.toBeInstanceOf(CancelledFailure);
      }));
  }

  describe('its undo', () => conformUndo(step, one));
}
