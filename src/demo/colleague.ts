/** The second person of the demonstration at a terminal: seconds what the person in front of it has approved. */
import type { Connected } from '../client/connect.ts';
import { sendUpdate } from '../client/send-update.ts';
import { follow } from '../client/watch/follow.ts';
import type { WaitingView } from '../workflows/view.ts';

/** Ends with the release, or when `signal` aborts. */
export async function secondApprovals(connected: Connected, id: string, signal: AbortSignal): Promise<void> {
  for await (const seen of follow(connected, id, signal)) {
    if (!('view' in seen)) continue;
    for (const one of seen.view.waiting) {
      const seconding = secondOf(one);
      if (seconding === undefined) continue;
      const { by, answers } = seconding;
      await sendUpdate(connected, id, 'decide', {
        by,
        node: one.node,
        decision: 'approve',
        answers,
        reason: 'Consulted, and agrees.',
      });
    }
  }
}

/** Somebody else who may answer, once one of two has approved. */
function secondOf({ ask, approvals = [] }: WaitingView) {
  const [first] = approvals;
  if (ask === undefined || first === undefined || approvals.length >= ask.quorum) return undefined;
  const by = ask.approvers.people.find((login) => approvals.every((approval) => approval.by !== login));
  return by === undefined ? undefined : { by, answers: first.answers };
}
