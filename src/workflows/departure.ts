/** Continues a long release as new, before its history meets the server's limits, and loses nothing on the way. */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import type { release } from './release.ts';
import { continuesAsNew } from './carry.ts';
import type { Run } from './run.ts';
import { releaseStartOptions, workflowTaskTimeout } from './start-options.ts';

/** Where the server suggests nothing: a fifth of its limits of 51,200 events and 50 MB. */
const own = { events: 10_000, bytes: 10 * 1024 * 1024 } as const;
/** Four fifths: then it leaves, whatever is under way. */
const utmost = { events: 40_000, bytes: 40 * 1024 * 1024 } as const;

/** Whether the history has grown long. The same on replay: the figures stand in the history itself. */
export function isLong(): boolean {
  const { continueAsNewSuggested, historyLength, historySize } = workflowInfo();
  return continueAsNewSuggested || historyLength > own.events || historySize > own.bytes;
}

/**
 * A release within it would be lost on the way, so it stays until that has ended: what stands beside it goes on. A
 * build before this one stopped all of that at once.
 */
function isHeld({ children }: Run): boolean {
  const { historyLength, historySize } = workflowInfo();
  if (children.size === 0 || historyLength > utmost.events || historySize > utmost.bytes) return false;
  return patched('outlasts-children');
}

/**
 * Never resolves before it is time. Then nothing new begins, effects come to their end, waits are cut short and tell what
 * they knew, and all that was said to the release has been heard: what is left is plain data.
 */
export async function departure(run: Run): Promise<never> {
  await CancellationScope.nonCancellable(async () => {
    await condition(() => isLong() && continuesAsNew() && !isHeld(run));
    run.leaving = true;
    await condition(() => run.underWay.size === 0);
    run.interrupt();
    await condition(() => run.isQuiet() && allHandlersFinished());
  });
  const { start } = run.state;
  const { staticSummary: _, staticDetails: __, ...options } = releaseStartOptions(start);
  const goOn = makeContinueAsNewFunc<typeof release>({
    ...options,
    typedSearchAttributes: workflowInfo().typedSearchAttributes,
    workflowTaskTimeout,
  });
  return goOn(start, run.carry());
}
