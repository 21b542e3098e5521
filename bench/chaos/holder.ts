/** Which worker has a release in hand: the one that did its last workflow task. */
import type { WorkflowHandle } from '@temporalio/client';

/** Its process id, which is a part of the identity that a worker gives by default. */
export async function holderOf(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<number | undefined> {
  const { events } = await handle.fetchHistory();
  const started = (events ?? []).flatMap(({ workflowTaskStartedEventAttributes: attributes }) =>
    attributes === null || attributes === undefined ? [] : [Number.parseInt(attributes.identity ?? '', 10)],
  );
  return started.at(-1);
}
