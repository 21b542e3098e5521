/** The Slack client's errors, as the two kinds of error that steps throw. */
import { z } from 'zod';
import { fatal, retryLater } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { connectionError, statusError } from '../http/errors.ts';

const slackErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('slack_webapi_rate_limited_error'), retryAfter: z.number() }),
  z.object({ code: z.literal('slack_webapi_platform_error'), data: z.object({ error: z.string() }) }),
  z.object({ code: z.literal('slack_webapi_http_error'), statusCode: z.number() }),
  z.object({ code: z.literal('slack_webapi_request_error'), original: z.unknown() }),
]);

const fatalWords: Readonly<Record<string, ErrorCode>> = {
  channel_not_found: 'not-found',
  message_not_found: 'not-found',
  thread_not_found: 'not-found',
  not_authed: 'permission-denied',
  invalid_auth: 'permission-denied',
  account_inactive: 'permission-denied',
  token_revoked: 'permission-denied',
  token_expired: 'permission-denied',
  no_permission: 'permission-denied',
  missing_scope: 'permission-denied',
  not_in_channel: 'permission-denied',
  cant_update_message: 'permission-denied',
};

/** Slack's own trouble, told with 200. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

export async function call<T>(doing: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  try {
    return await abortable(signal, send);
  } catch (error) {
    throw slackError(error, doing, signal);
  }
}

function slackError(error: unknown, doing: string, signal: AbortSignal): unknown {
  const parsed = slackErrorSchema.safeParse(error);
  if (!parsed.success) return connectionError(error, doing, signal);
  switch (parsed.data.code) {
    case 'slack_webapi_rate_limited_error':
      return retryLater(
        'rate-limited',
        `Could not ${doing}: Slack limits the rate.`,
        parsed.data.retryAfter * 1000,
      );
    case 'slack_webapi_http_error':
      return statusError(parsed.data.statusCode, new Headers(), doing);
    case 'slack_webapi_request_error':
      return connectionError(parsed.data.original, doing, signal);
    case 'slack_webapi_platform_error':
      return platformError(parsed.data.data.error, doing);
  }
}

function platformError(word: string, doing: string) {
  const message = `Could not ${doing}: Slack says ${word}.`;
  if (word === 'ratelimited') return retryLater('rate-limited', message);
  if (passing.has(word)) return retryLater('unavailable', message);
  if (word === 'not_in_channel')
    return fatal('permission-denied', message, 'Invite the app to the channel, then retry.');
  return fatal(fatalWords[word] ?? 'refused', message);
}

/** The client takes no signal: the wait for its answer ends when the signal aborts. */
async function abortable<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([send(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
