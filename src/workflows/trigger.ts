/** One look of a trigger: what is new at its source, and a release for it. Its result is what the next look begins with. */
import { ParentClosePolicy, proxyLocalActivities, startChild, workflowInfo } from '@temporalio/workflow';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import { errorView } from './error-view.ts';
import { releaseWorkflow } from './messages.ts';
import type { release } from './release.ts';
import { now } from './now.ts';
import { releaseStartOptions } from './start-options.ts';
import { mostNotes, triggerStateSchema } from './trigger-messages.ts';
import type {
  LookCall,
  LookReply,
  TriggerCall,
  TriggerStarted,
  TriggerState,
  Wish,
} from './trigger-messages.ts';

/** Local: what was seen is not written into the history a second time. */
const { look } = proxyLocalActivities<{ look(call: LookCall): Promise<LookReply> }>({
  startToCloseTimeout: '60s',
  scheduleToCloseTimeout: '2m',
  retry: { initialInterval: '1s', backoffCoefficient: 3, maximumAttempts: 3 },
  summary: 'Look what is new',
});

export async function trigger({ name }: TriggerCall): Promise<TriggerState> {
  const before = stateBefore();
  const at = now();
  try {
    const reply = await look({ name, due: dueAt(), before });
    const { source, seen, waitsFor, lacks } = reply;
    const notes = [...reply.notes];
    let last = before?.last;
    for (const wish of reply.wishes) {
      last = await started(wish);
      if (last.how === 'existed')
        notes.push(`${last.release} was there already; nothing is started for ${last.because}.`);
    }
    return {
      format: 1,
      source,
      seen: seen === null ? null : { ...seen },
      ...(waitsFor === undefined ? { lookedAt: at } : { waitsFor, lookedAt: before?.lookedAt ?? at }),
      ...(last === undefined ? {} : { last }),
      ...(lacks === undefined ? {} : { lacks }),
      notes: noted(before, at, notes),
    };
  } catch (error) {
    const { message, remedy } = errorView(error);
    const problem = { says: message, remedy, since: before?.problem?.since ?? at };
    const { waitsFor: _, ...known } = before ?? { format: 1 as const, source: '', seen: null, notes: [] };
    return { ...known, problem };
  }
}

/** What the last look that came to an end has left; another format is none. */
function stateBefore(): TriggerState | null {
  const parsed = triggerStateSchema.safeParse(workflowInfo().lastResult);
  return parsed.success ? parsed.data : null;
}

/** Temporal tells each workflow of a schedule for which time it is. */
const scheduledStartTime = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
);

function dueAt(): string {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return (typedSearchAttributes.get(scheduledStartTime) ?? startTime).toISOString();
}

/** Once for an id, whoever has started it and however it ended: that it was there is no failure. */
async function started({ id, because, start }: Wish): Promise<TriggerStarted> {
  const about = { release: id, version: start.version, because, at: now() };
  try {
    await startChild<typeof release>(releaseWorkflow, {
      workflowId: id,
      args: [start],
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      // The release goes on for days; the look is over in a moment.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      ...releaseStartOptions(start),
    });
    return { ...about, how: 'started' };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { ...about, how: 'existed' };
    throw error;
  }
}

const noted = (before: TriggerState | null, at: string, says: readonly string[]): TriggerState['notes'] =>
  [...(before?.notes ?? []), ...says.map((one) => ({ at, says: one }))].slice(-mostNotes);
