/**
 * The two kinds of error a step may throw, and the closed list of their codes.
 * Every code has a remedy; the docs page `docs/errors.md` has an anchor for each.
 */
import { ApplicationFailure } from '@temporalio/common';

/** What every error code means for the person who meets it. */
export const errorCodes = {
  'input-invalid': 'Correct the named field in the runbook, or retry the step with amended input.',
  'reference-unavailable':
    'The step it refers to gave no output (skipped or failed): retry with amended input.',
  'not-found': 'Check the name in the runbook and in the system; then retry.',
  'permission-denied': 'Give the worker’s credential the named permission, then retry.',
  'credentials-missing': 'Set the credential the config names on the worker, restart it, then retry.',
  conflict: 'Somebody changed the same thing. Look at it, then retry.',
  refused:
    'The system refused the request for the reason given. Amend the input, or mend the system, then retry.',
  'rate-limited': 'Nothing to do: the step goes on by itself when the limit resets.',
  unavailable: 'Nothing to do at first: the step retries. If it parks, look at the system’s health.',
  unknown: 'Look in the system whether the effect is there; then retry if not, or skip if it is.',
  failed: 'The work it waited for ended badly. Follow the link, mend the cause, then retry.',
  'timed-out': 'It took longer than the step allows. Look at the system; then retry.',
  'undo-failed': 'Undo by hand what the message names, then skip the undo; or mend the cause and retry it.',
  'plan-invalid':
    'Nothing has begun. Mend what is named, in the runbook or where it is to go; then start again.',
  'config-invalid': 'Correct the configuration file at the paths named.',
  internal: 'A defect in Slipway or in the runbook’s own code: please report it with the release’s history.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Carried in `ApplicationFailure.details[0]`, so that views can show it without parsing text. */
export interface ErrorDetails {
  readonly code: ErrorCode;
  readonly remedy: string;
  /** A page in the system that shows the matter: a run, an application, an issue. */
  readonly link?: string;
}

interface ErrorOptions {
  readonly link?: string;
  readonly cause?: unknown;
}

/** An error that no retry heals: the step parks at once. `remedy` defaults to the code's own. */
export function fatal(
  code: ErrorCode,
  message: string,
  remedy: string = errorCodes[code],
  options: ErrorOptions = {},
): ApplicationFailure {
  return failure(code, message, remedy, options, { nonRetryable: true });
}

/**
 * An error that a retry may heal; Temporal's retry policy owns when.
 * `afterMs`, where the system said it (Retry-After), replaces the policy's next delay.
 */
export function retryLater(
  code: ErrorCode,
  message: string,
  afterMs?: number,
  options: ErrorOptions = {},
): ApplicationFailure {
  return failure(code, message, errorCodes[code], options, {
    nonRetryable: false,
    ...(afterMs === undefined ? {} : { nextRetryDelay: Math.max(0, Math.ceil(afterMs)) }),
  });
}

function failure(
  code: ErrorCode,
  message: string,
  remedy: string,
  { link, cause }: ErrorOptions,
  retry: { nonRetryable: boolean; nextRetryDelay?: number },
): ApplicationFailure {
  const details: ErrorDetails = { code, remedy, ...(link === undefined ? {} : { link }) };
  return ApplicationFailure.create({
    type: code,
    message,
    details: [details],
    ...retry,
    ...(cause instanceof Error ? { cause } : {}),
  });
}
