/** Delivers once more what releases and their environment say to each other: as a request that was believed lost comes late. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { environmentId, leaseSignal, leaveSignal, requestSchema } from '../../src/environment/messages.ts';

const callSchema = z.object({ environment: z.string(), request: requestSchema });
type Call = z.output<typeof callSchema>;

/** Its request, and the environment's news to it. */
export async function askAgain(client: Client, handle: WorkflowHandle): Promise<void> {
  const { events } = await handle.fetchHistory();
  const said = events ?? [];
  const calls = said.flatMap(({ activityTaskScheduledEventAttributes: scheduled }): Call[] =>
    scheduled?.activityType?.name === 'requestLease'
      ? [callSchema.parse(first(scheduled.input?.payloads))]
      : [],
  );
  const news = said.flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) =>
    signaled?.signalName === leaseSignal ? [first(signaled.input?.payloads)] : [],
  );
  await Promise.all([
    ...calls.map(({ environment, request }) =>
      client.workflow.getHandle(environmentId(environment)).executeUpdate('request', { args: [request] }),
    ),
    // It may have ended: then there is nobody to tell.
    ...news.map((one) => handle.signal(leaseSignal, one).catch(() => undefined)),
  ]);
}

/** That it has gone. */
export const leaveAgain = (client: Client, environment: string, release: string): Promise<void> =>
  client.workflow.getHandle(environmentId(environment)).signal(leaveSignal, { release });

const first = (payloads: readonly Payload[] | null | undefined): unknown => {
  const [payload] = payloads ?? [];
  return payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
};
