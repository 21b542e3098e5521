/** Makes of a failed activity what people read: what happened, its code and what to do next. */
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/common';
import { errorCodes } from '../activities/errors.ts';
import type { ErrorCode, ErrorDetails } from '../activities/errors.ts';
import type { ErrorView } from './view.ts';
import { reasonOf } from '../runbook/reason-of.ts';

export function errorView(error: unknown): ErrorView {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) {
    return errorView(error.cause ?? new Error(error.message));
  }
  if (error instanceof TimeoutFailure) {
    if (error.cause instanceof ApplicationFailure) return errorView(error.cause);
    return {
      code: 'timed-out',
      message: `It took longer than the step allows (${error.timeoutType}).`,
      remedy: errorCodes['timed-out'],
    };
  }
  const message = reasonOf(error);
  if (error instanceof ApplicationFailure) {
    const details = error.details?.[0];
    if (isDetails(details)) return { ...details, message };
  }
  return { code: 'internal', message, remedy: errorCodes.internal };
}

const isDetails = (details: unknown): details is ErrorDetails =>
  typeof details === 'object' &&
  details !== null &&
  'code' in details &&
  isCode(details.code) &&
  'remedy' in details;

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorCodes;
