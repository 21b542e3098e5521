/** Makes errors of Temporal's client into ones that people can act on. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { CliError } from './cli-error.ts';
import { unreachable } from './connect.ts';
import { runningDev, stateFolder } from './dev-state.ts';
import { freeIn, noRoom, roomOf } from './dev/room.ts';
import type { Connected } from './connect.ts';

/** gRPC's status codes that matter here. */
const grpc = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  failedPrecondition: 9,
  unavailable: 14,
  unauthenticated: 16,
};

const againMs = 500;

/**
 * Does something with Temporal within `limitMs`; errors come out as `CliError`. While a release’s worker gets nothing done,
 * Temporal refuses at once what is asked of it or said to it: that is tried again for as long.
 */
export async function callTemporal<R>(
  connected: Connected,
  limitMs: number,
  call: () => Promise<R>,
): Promise<R> {
  for (const until = Date.now() + limitMs; ; await wait(againMs)) {
    try {
      return await connected.connection.withDeadline(Date.now() + limitMs, call);
    } catch (error) {
      if (!isStumbling(error) || Date.now() > until) throw translate(error, connected);
    }
  }
}

/** Its last tasks failed or timed out, and the next one has not been done. Nothing has been taken. */
const isStumbling = (error: unknown): boolean =>
  codeOf(error) === grpc.failedPrecondition && /workflow task in failed state/i.test(detailsOf(error));

function translate(error: unknown, connected: Connected): unknown {
  const { address, namespace, taskQueue } = connected;
  const options = { cause: error };
  if (error instanceof CliError) return error;
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)
    return fromRelease(error);
  if (error instanceof WorkflowNotFoundError) {
    return new CliError(
      'notFound',
      `There is no such release: ${error.workflowId}.`,
      'See slipway list.',
      options,
    );
  }
  if (error instanceof NamespaceNotFoundError) {
    return new CliError(
      'usage',
      `Temporal at ${address} has no namespace ‘${namespace}’.`,
      'Give another --namespace, or create it.',
      options,
    );
  }
  if (hasNoRoom(connected))
    return new CliError(
      'unreachable',
      noRoom(stateFolder(connected.cwd)),
      'Make room, then say it again.',
      options,
    );
  if (isStumbling(error)) return stumbles(taskQueue, error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return noWorker(taskQueue, error);
  const code = codeOf(error);
  const details = detailsOf(error);
  switch (code) {
    case grpc.unavailable:
      return unreachable(address, error);
    case grpc.deadlineExceeded:
      return noWorker(taskQueue, error);
    case grpc.failedPrecondition:
      return /poller|worker/i.test(details)
        ? noWorker(taskQueue, error)
        : new CliError('refused', `${details}.`, undefined, options);
    case grpc.unauthenticated:
    case grpc.permissionDenied:
      return new CliError(
        'unreachable',
        `Temporal at ${address} refuses you: ${details}.`,
        'Check the API key or certificate of your profile.',
        options,
      );
    case grpc.invalidArgument:
      return invalid(details, namespace, options);
    default:
      return error;
  }
}

/** Whether this folder’s own Temporal answers, and can write nothing down. */
const hasNoRoom = ({ cwd, address }: Connected): boolean =>
  runningDev(cwd)?.address === address && roomOf(freeIn(stateFolder(cwd))) === 'none';

/** A refusal, or a failure of the workflow itself: the reason is in the cause, its remedy in the cause's details. */
function fromRelease(error: WorkflowUpdateFailedError | WorkflowFailedError): CliError {
  let cause: unknown = error.cause;
  while (cause instanceof Error && !(cause instanceof ApplicationFailure) && cause.cause !== undefined)
    cause = cause.cause;
  const message = cause instanceof Error ? cause.message : error.message;
  const remedy = cause instanceof ApplicationFailure ? remedyIn(cause.details?.[0]) : undefined;
  // What a worker was only asked to look at, and can't for what was typed, is no refusal.
  const mistyped =
    error instanceof WorkflowFailedError &&
    cause instanceof ApplicationFailure &&
    cause.type === 'input-invalid';
  return new CliError(mistyped ? 'usage' : 'refused', message, remedy, { cause: error });
}

const remedyIn = (details: unknown): string | undefined =>
  typeof details === 'object' && details !== null && 'remedy' in details && typeof details.remedy === 'string'
    ? details.remedy
    : undefined;

const invalid = (details: string, namespace: string, options: { cause: unknown }): CliError =>
  /search attribute/i.test(details)
    ? new CliError(
        'usage',
        `The namespace ‘${namespace}’ lacks the search attributes of releases: ${details}.`,
        'slipway doctor names the command that registers them.',
        options,
      )
    : new CliError('usage', `Temporal refuses the request: ${details}.`, undefined, options);

export const noWorker = (taskQueue: string, cause?: unknown): CliError =>
  new CliError(
    'noWorker',
    `No worker answers on the task queue ‘${taskQueue}’.`,
    'Start one with `slipway worker` (or all of it with `slipway dev`); what was sent may still be done when it comes.',
    { cause },
  );

const stumbles = (taskQueue: string, cause: unknown): CliError =>
  new CliError(
    'noWorker',
    `The workers on the task queue ‘${taskQueue}’ get nothing done for this release; it has heard nothing.`,
    'They lack CPU, or their build fails on it: see their logs, then say it again.',
    { cause },
  );

/** The client wraps gRPC's errors in errors of its own. */
function codeOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : undefined;
}

function detailsOf(error: unknown): string {
  if (isGrpcServiceError(error)) return error.details.replace(/\.$/, '');
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : detailsOf(error.cause);
}
