/** What GitHub's errors mean for a step: which heal with time, and after how long. */
import { z } from 'zod';
import { fatal, retryLater } from '../errors.ts';

/** The error of octokit's requests. It is known by its shape, since steps import no client. */
const requestErrorSchema = z.object({
  name: z.literal('HttpError'),
  status: z.number(),
  message: z.string(),
  response: z
    .object({
      headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
      data: z
        .object({ errors: z.array(z.union([z.string(), z.looseObject({ message: z.string().optional() })])) })
        .partial()
        .catch({}),
    })
    .optional(),
});

type RequestError = z.output<typeof requestErrorSchema>;

/** Without a word from GitHub: its documentation asks for at least a minute. */
const defaultPauseMs = 60_000;

export const statusOf = (error: unknown): number | undefined => {
  const parsed = requestErrorSchema.safeParse(error);
  // A request that got no answer carries a made-up 500.
  return parsed.success && parsed.data.response !== undefined ? parsed.data.status : undefined;
};

/** The error a step throws for `error`; `doing` completes 'GitHub can’t …'. */
export function githubError(
  doing: string,
  error: unknown,
  ctx: { readonly signal: AbortSignal; now(): number },
): unknown {
  if (ctx.signal.aborted) return ctx.signal.reason;
  const parsed = requestErrorSchema.safeParse(error);
  if (!parsed.success) return error;
  const pause = limitPause(parsed.data, ctx.now());
  const says = `GitHub can’t ${doing}: ${sayings(parsed.data)}`;
  if (pause !== undefined) return retryLater('rate-limited', says, pause, { cause: error });
  return byStatus(parsed.data, says, error);
}

function byStatus({ status, response }: RequestError, says: string, cause: unknown): unknown {
  const options = { cause };
  switch (status) {
    case 401:
      return fatal('credentials-missing', `${says} (401)`, undefined, options);
    case 403:
      return fatal('permission-denied', `${says} (403${permissions(response)})`, undefined, options);
    case 404:
      return fatal(
        'not-found',
        `${says} (404: it isn’t there, or the credential may not see it)`,
        undefined,
        options,
      );
    case 409:
      return retryLater('conflict', `${says} (409)`, undefined, options);
    case 408:
    case 429:
      return retryLater('unavailable', `${says} (${status})`, undefined, options);
    default:
      if (status < 500) return fatal('refused', `${says} (${status})`, undefined, options);
      return retryLater('unavailable', `${says} (${status})`, retryAfter(response), options);
  }
}

/** Milliseconds until GitHub lets us ask again; undefined if no limit was hit. */
function limitPause({ status, message, response }: RequestError, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const said = retryAfter(response);
  if (said !== undefined) return said;
  const reset = Number(response?.headers['x-ratelimit-reset']);
  if (String(response?.headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return Math.max(1000, reset * 1000 - now);
  }
  return status === 429 || /rate limit/i.test(message) ? defaultPauseMs : undefined;
}

function retryAfter(response: RequestError['response']): number | undefined {
  const seconds = Number(response?.headers['retry-after']);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function permissions(response: RequestError['response']): string {
  const needed = response?.headers['x-accepted-github-permissions'];
  return needed === undefined ? '' : `; it needs ${needed}`;
}

function sayings({ message, response }: RequestError): string {
  const details = (response?.data.errors ?? [])
    .map((one) => (typeof one === 'string' ? one : one.message))
    .filter((one) => one !== undefined && !message.includes(one));
  return [message, ...details].join('; ');
}
