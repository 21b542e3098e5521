/** What a release that has ended may not leave behind: open work, workflow tasks that failed, a worker that crashed. */
import type { WorkflowHandle } from '@temporalio/client';
import type { Lane } from './lane.ts';

/** A new message came while a task was being completed: Temporal has it done again, as it should. */
const harmless = /UNHANDLED_COMMAND|FORCE_CLOSE_COMMAND|RESET_STICKY/;
const crashes = /unhandled(Promise)?Rejection|panicked|Nondetermini|TMPRL1100|out of memory|Uncaught/i;

export async function heldBy(lane: Lane, handle: WorkflowHandle): Promise<string[]> {
  const { status, raw } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: attributes }) => {
    if (attributes === null || attributes === undefined) return [];
    const cause = String(attributes.cause ?? '');
    const message = attributes.failure?.message ?? '';
    return harmless.test(`${cause} ${message}`) || message.includes('UnhandledCommand')
      ? []
      : [`a workflow task failed: ${cause} ${message}`];
  });
  // A watch only reads, and ends by itself when it hears that its release has.
  const pending = (raw.pendingActivities ?? [])
    .map(({ activityType }) => activityType?.name ?? '')
    .filter((name) => name !== 'watch');
  const crash = lane
    .workerSaid()
    .split('\n')
    .find((line) => crashes.test(line));
  return [
    ...(status.name === 'COMPLETED' ? [] : [`the workflow is ${status.name}`]),
    ...pending.map((name) => `the activity ${name} is pending`),
    ...(raw.pendingChildren ?? []).map(({ workflowId }) => `the child ${workflowId ?? ''} is pending`),
    ...failed,
    ...(crash === undefined ? [] : [`the worker said: ${crash}`]),
  ];
}
