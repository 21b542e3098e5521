/** Answers and failures of HTTP systems, as the two kinds of error that steps throw. */
import { ApplicationFailure } from '@temporalio/common';
import { fatal, retryLater } from '../errors.ts';

/** What is asked of an answer's headers; `Headers` has it. */
interface HeaderReader {
  get(name: string): string | null;
}

/**
 * Runs a request and gives its answer if the status is good (2xx) or among `expected`.
 * `doing` tells people what was tried: `look for mozilla/balrog:v3.111`.
 */
export async function request(
  doing: string,
  signal: AbortSignal,
  send: () => Promise<Response>,
  expected: readonly number[] = [],
): Promise<Response> {
  const response = await send().catch((error: unknown) => {
    throw connectionError(error, doing, signal);
  });
  if (response.ok || expected.includes(response.status)) return response;
  throw statusError(response.status, response.headers, doing, await excerpt(response));
}

/** The error for a status that is not wanted. `says` is the system's own explanation. */
export function statusError(
  status: number,
  headers: HeaderReader,
  doing: string,
  says = '',
  now = Date.now(),
): ApplicationFailure {
  const message = `Could not ${doing}: the answer was ${status}${says === '' ? '' : ` (${says})`}.`;
  const after = retryAfterMs(headers, now);
  if (status === 429 || (status === 403 && headers.get('retry-after') !== null))
    return retryLater('rate-limited', message, after);
  if (status === 408 || status === 425 || status >= 500) return retryLater('unavailable', message, after);
  switch (status) {
    case 401:
    case 403:
      return fatal('permission-denied', message);
    case 404:
    case 410:
      return fatal('not-found', message);
    case 409:
    case 412:
      return fatal('conflict', message);
    default:
      return fatal('refused', message);
  }
}

/** The error for a request that got no answer. An abort stays an abort, an error with a code stays as it is. */
export function connectionError(error: unknown, doing: string, signal: AbortSignal): unknown {
  if (error instanceof ApplicationFailure) return error;
  if (signal.aborted) return signal.reason;
  return retryLater('unavailable', `Could not ${doing}: no answer (${reasons(error)}).`, undefined, {
    cause: error,
  });
}

/** `Retry-After` in seconds or as a date; else the time at which a rate limit says that it resets. */
export function retryAfterMs(headers: HeaderReader, now: number): number | undefined {
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== null && /^\d+(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = retryAfter === null ? resetAt(headers) : Date.parse(retryAfter);
  return at === undefined || Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function resetAt(headers: HeaderReader): number | undefined {
  const reset = headers.get('x-sentry-rate-limit-reset') ?? headers.get('x-ratelimit-reset');
  return reset === null ? undefined : Number(reset) * 1000;
}

/** `fetch failed: connect ECONNREFUSED …`: a fetch hides the reason in its cause. */
function reasons(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const cause = 'cause' in error && error.cause !== undefined ? `: ${reasons(error.cause)}` : '';
  return `${String(error.message)}${cause}`;
}

async function excerpt(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
