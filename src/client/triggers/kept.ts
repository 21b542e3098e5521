/** The triggers that Temporal keeps for a task queue, as their schedules tell. */
import { ScheduleNotFoundError } from '@temporalio/client';
import type { ScheduleDescription } from '@temporalio/client';
import { triggerCallSchema, triggerId, triggerPrefix } from '../../workflows/trigger-messages.ts';
import type { Connected } from '../connect.ts';
import { callTemporal } from '../temporal-errors.ts';

const limitMs = 10_000;

export interface Kept {
  readonly taskQueue: string;
  /** Which configuration it was made from. */
  readonly applied: string | undefined;
  readonly described: ScheduleDescription;
}

/** Undefined where there is none of this name. */
export async function keptTrigger(connected: Connected, name: string): Promise<Kept | undefined> {
  try {
    const described = await callTemporal(connected, limitMs, () =>
      connected.client.schedule.getHandle(triggerId(name)).describe(),
    );
    const call = triggerCallSchema.safeParse(described.action.args?.[0]);
    return { taskQueue: described.action.taskQueue, applied: call.data?.applied, described };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

/**
 * Has it look, right after a look that is under way: with any policy that lets looks overlap, Temporal would not hand on what
 * this one has seen. That is also why the schedule is not told to do so when it is made.
 */
export const lookOnce = (connected: Connected, name: string): Promise<void> =>
  callTemporal(connected, limitMs, () =>
    connected.client.schedule.getHandle(triggerId(name)).trigger('BUFFER_ONE'),
  );

/** Names; what was made or taken away a moment ago may be missing or still there. */
export const keptNames = (connected: Connected): Promise<string[]> =>
  callTemporal(connected, limitMs, async () => {
    const names: string[] = [];
    for await (const { scheduleId, memo } of connected.client.schedule.list()) {
      if (scheduleId.startsWith(triggerPrefix) && memo?.[queueMemo] === connected.taskQueue)
        names.push(scheduleId.slice(triggerPrefix.length));
    }
    return names;
  });

/** In the schedule’s memo: whose it is. */
export const queueMemo = 'slipwayTaskQueue';
