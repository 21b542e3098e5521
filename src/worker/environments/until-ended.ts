/** Waits for the end of a release by Temporal's own long poll: nothing is asked twice while it lives. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { orAborted } from '../or-aborted.ts';

/** HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT of Temporal's API. */
const closeEvents = 2;
/** WORKFLOW_EXECUTION_STATUS_RUNNING. */
const running = 1;
/** https://grpc.io/docs/guides/status-codes/ */
const notFound = 5;

/**
 * How it ended, in a word; runs that it continued as, or was reset to, are followed. Rejects at once when `signal` aborts: the poll that is
 * under way then ends by itself, within the server's half a minute.
 */
export async function untilEnded(
  client: Client,
  release: string,
  runId: string,
  signal: AbortSignal,
): Promise<string> {
  let run = runId;
  for (;;) {
    const polled = await orAborted(signal, () => poll(client, release, run));
    if (polled === 'deleted') return polled;
    if (polled === undefined) continue;
    const { next, ended } = polled;
    const follows = next ?? (await resetRun(client, release, run));
    if (follows === undefined) return ended;
    run = follows;
  }
}

/** The run that goes on with the history of a run that was reset: it believes that it has the lease. */
async function resetRun(client: Client, release: string, run: string): Promise<string | undefined> {
  const [then, now] = await Promise.all([infoOf(client, release, run), infoOf(client, release)]);
  const goesOn =
    now?.status === running &&
    now.runId !== run &&
    now.firstRunId != null &&
    now.firstRunId === then?.firstRunId;
  return goesOn ? now.runId : undefined;
}

async function infoOf(client: Client, workflowId: string, runId = '') {
  try {
    const { workflowExecutionInfo: info } = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
    });
    return {
      status: info?.status as number,
      runId: info?.execution?.runId ?? '',
      firstRunId: info?.firstRunId,
    };
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === notFound) return undefined;
    throw error;
  }
}

interface Ended {
  readonly ended: string;
  /** The run that it continued as, or was retried as. */
  readonly next?: string;
}

/** Undefined: it still runs. */
async function poll(
  client: Client,
  workflowId: string,
  runId: string,
): Promise<Ended | 'deleted' | undefined> {
  try {
    const { history } = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      skipArchival: true,
      waitNewEvent: true,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- Node can’t import the enum: its package is CommonJS.
      historyEventFilterType: closeEvents,
    });
    const event = history?.events?.[0];
    if (event == null) return undefined;
    const ends = {
      completed: event.workflowExecutionCompletedEventAttributes,
      failed: event.workflowExecutionFailedEventAttributes,
      'timed out': event.workflowExecutionTimedOutEventAttributes,
      'continued as new': event.workflowExecutionContinuedAsNewEventAttributes,
    };
    const [ended, end] = Object.entries(ends).find(([, attributes]) => attributes != null) ?? [
      event.workflowExecutionCanceledEventAttributes == null ? 'terminated' : 'cancelled',
    ];
    const next = end?.newExecutionRunId;
    return { ended, ...(next == null || next === '' ? {} : { next }) };
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === notFound) return 'deleted';
    throw error;
  }
}
