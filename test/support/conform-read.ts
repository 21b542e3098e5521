/** What a step that only looks is held to. */
import { expect, test } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';
import type { Step } from '../../src/activities/contract.ts';
import { Attempts, cancelled, cancelledWhileWaiting, quick } from './conformance.ts';
import type { ReadCase } from './conformance.ts';
import { withWorld } from './with-world.ts';

export function conformRead(step: Step, { input, endless, setUp }: ReadCase): void {
  test('changes nothing, and gives what its output schema says', () =>
    withWorld(setUp(quick), async (world) => {
      const before = world.journal().length;
      const output = await new Attempts(step, world.clients).settle({ input, ref: null });
      expect(step.output.parse(output)).toEqual(output);
      expect(world.journal().slice(before)).toEqual([]);
    }));

  test('ends at once when it is cancelled', () =>
    withWorld(setUp(quick), async ({ clients }) => {
      const look = new Attempts(step, clients).settle({ input, ref: null }, cancelled());
      await expect(look).rejects.toBeInstanceOf(CancelledFailure);
    }));

  if (endless === undefined) return;
  test('stops waiting when it is cancelled', () =>
    withWorld(setUp(endless.pace), async ({ clients }) => {
      const { input: waits } = endless;
      const look = new Attempts(step, clients).settle({ input: waits, ref: null }, cancelledWhileWaiting());
      await expect(look).rejects.toBeInstanceOf(CancelledFailure);
    }));
}
