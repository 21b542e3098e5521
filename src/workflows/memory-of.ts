/** What a wait that was cut short has told: the details of its cancellation, or its last heartbeat. Pure. */
import { ActivityFailure, CancelledFailure, TimeoutFailure } from '@temporalio/common';
import { isRecord, jsonSchema } from '../runbook/json.ts';
import type { Json } from '../runbook/json.ts';

/** Undefined where it told nothing: no worker had taken it up yet. */
export function memoryOf(error: unknown): Json | undefined {
  const told = jsonSchema.safeParse(toldBy(error instanceof ActivityFailure ? error.cause : error));
  return told.success && isRecord(told.data) ? told.data : undefined;
}

function toldBy(cause: unknown): unknown {
  if (cause instanceof CancelledFailure) return cause.details[0];
  return cause instanceof TimeoutFailure ? cause.lastHeartbeatDetails : undefined;
}

/** A worker that has died can’t hear that a wait is cut short: its silence ends the wait as well, and nothing has failed. */
export function wasFoundDead(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof TimeoutFailure && cause.timeoutType === 'HEARTBEAT';
}
