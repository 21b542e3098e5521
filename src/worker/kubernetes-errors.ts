/** What the API server's errors mean to a step: fatal where no retry heals, retryLater where one may. */
import { ApiException } from '@kubernetes/client-node';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { fatal, retryLater } from '../activities/errors.ts';
import { reasonOf } from '../runbook/reason-of.ts';

const statusSchema = z.object({ message: z.string() });

/** `doing`: the request in words, `patch rollouts/web in demo`. */
export function clusterError(error: unknown, doing: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof ApiException)
    return responseError(error.code, bodyText(error.body), doing, error.headers);
  const why = reasonOf(error);
  return retryLater('unavailable', `The cluster gave no answer to “${doing}”: ${why}`, undefined, {
    cause: error,
  });
}

export function responseError(
  status: number,
  reason: string,
  doing: string,
  headers: Readonly<Record<string, string>> = {},
): ApplicationFailure {
  const said = `The cluster answered “${doing}” with ${status}: ${reason}`;
  switch (status) {
    case 401:
      return fatal(
        'permission-denied',
        said,
        'The worker’s token for this cluster is wrong or has expired: renew it, then retry.',
      );
    case 403:
      return fatal(
        'permission-denied',
        said,
        'Give the worker’s account the right the message names, then retry.',
      );
    case 404:
      return fatal('not-found', said);
    case 409:
      return retryLater('conflict', said);
    case 429:
      return retryLater('rate-limited', said, retryAfter(headers));
  }
  return status >= 500 ? retryLater('unavailable', said, retryAfter(headers)) : fatal('refused', said);
}

/** API servers send whole seconds. */
function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** The message of a `Status` body; what isn't one (a proxy's page) is given in its first words. */
function bodyText(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  try {
    const status = statusSchema.safeParse(typeof body === 'string' ? JSON.parse(text) : body);
    if (status.success) return status.data.message;
  } catch {
    // Not JSON: shown as it is.
  }
  return text.trim().slice(0, 200) || 'no reason given';
}
