/** Soak and guard: time under checks. Each look is in one heartbeating activity, whatever its length. */
import { CancellationScope, isCancellation, patched, sleep } from '@temporalio/workflow';
import { toMs } from '../runbook/plan.ts';
import type { GuardNode, SoakNode } from '../runbook/plan.ts';
import { errorView } from './error-view.ts';
import type { Run } from './run.ts';
import { watchUntil } from './watch-until.ts';

export async function runSoak(run: Run, node: SoakNode): Promise<void> {
  if (run.record(node.id).state === 'pending') await run.ready(node.id);
  try {
    await watchUntil(run, node, toMs(node.for));
    run.enter(node.id, 'done');
  } catch (error) {
    endCancelled(run, node.id, error);
    throw error;
  }
}

/** Runs the subtree while its checks keep watching; nothing below starts while a trip is unanswered. */
export async function runGuard(run: Run, node: GuardNode, inside: () => Promise<void>): Promise<void> {
  const record = run.record(node.id);
  if (record.state === 'pending') await run.ready(node.id);
  const watcher = new CancellationScope();
  const watching = watcher
    .run(() => watchUntil(run, node, undefined))
    .catch((error: unknown) => {
      if (!isCancellation(error))
        run.stop({ kind: 'rollback', by: 'slipway', reason: errorView(error).message });
    });
  const atLeast = node.atLeast === undefined ? 0 : toMs(node.atLeast);
  const until = record.until === undefined ? Date.now() + atLeast : Date.parse(record.until);
  if (atLeast > 0) record.until = new Date(until).toISOString();
  try {
    await inside();
    const left = until - Date.now();
    if (left > 0) await sleep(left, { summary: `Keep watching: ${node.title}` });
    // A trip may have come while nothing was left to hold back.
    await run.answered(node.id);
    run.enter(node.id, 'done');
  } catch (error) {
    endCancelled(run, node.id, error);
    throw error;
  } finally {
    watcher.cancel();
    // It only reads: nobody waits until it has heard that it is over, which takes long where its worker has died.
    if (!patched('guard-ends-at-once')) await CancellationScope.nonCancellable(() => watching);
  }
}

function endCancelled(run: Run, id: string, error: unknown): void {
  if (isCancellation(error) && run.record(id).state !== 'failed') run.enter(id, 'cancelled');
}
