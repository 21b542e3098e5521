/** The command that takes a deploy back once it is through. */
import type { Deploy } from './look-around.ts';

export function recordWayBack({ facts, running, commit, input }: Deploy): void {
  if (running.commit === undefined || running.commit === commit) return;
  facts.record('way-back', {
    title: 'The way back, once it is through',
    value: `slipway rollback-to ${input.environment} ${running.commit.slice(0, 12)} --reason '…'`,
    evidence: [
      `${running.commit} is what runs now`,
      'migrations are not reverted: its plan says what the older code meets',
    ],
  });
}
