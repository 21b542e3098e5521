/** Makes errors of Temporal's client into ones that people can act on. */
import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { CliError } from './cli-error.ts';
import { unreachable } from './connect.ts';
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

/** Does something with Temporal within `limitMs`; errors come out as `CliError`. */
export async function callTemporal<R>(
  connected: Connected,
  limitMs: number,
  call: () => Promise<R>,
): Promise<R> {
  try {
    return await connected.connection.withDeadline(Date.now() + limitMs, call);
  } catch (error) {
    throw translate(error, connected);
  }
}

function translate(error: unknown, { address, namespace, taskQueue }: Connected): unknown {
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

/** A refusal, or a failure of the workflow itself: the reason is in the cause, its remedy in the cause's details. */
function fromRelease(error: WorkflowUpdateFailedError | WorkflowFailedError): CliError {
  let cause: unknown = error.cause;
  while (cause instanceof Error && !(cause instanceof ApplicationFailure) && cause.cause !== undefined)
    cause = cause.cause;
  const message = cause instanceof Error ? cause.message : error.message;
  const remedy = cause instanceof ApplicationFailure ? remedyIn(cause.details?.[0]) : undefined;
  return new CliError('refused', message, remedy, { cause: error });
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
