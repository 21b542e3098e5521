/** One request to GitHub: what every request carries, and its errors as a step's errors. */
import type { StepContext } from '../contract.ts';
import { githubError, statusOf } from './errors.ts';

export type GithubContext = StepContext<'github'>;

/** Parameters of a request that reads. */
export const reading = ({ signal }: GithubContext) => ({ request: { signal } });

/** Parameters of a request that changes something. */
export const writing = (ctx: GithubContext, key: string = ctx.key) => ({
  ...reading(ctx),
  headers: { 'idempotency-key': key },
});

/** The key of what an undo sends: never that of the effect, so that the two can be told apart. */
export const undoKey = ({ key }: GithubContext): string => `${key}-undo`;

/** The answer's data; `doing` completes 'GitHub can’t …'. */
export async function answer<T>(
  doing: string,
  ctx: GithubContext,
  request: Promise<{ data: T }>,
): Promise<T> {
  try {
    return (await request).data;
  } catch (error) {
    throw githubError(doing, error, ctx);
  }
}

/** As `answer`, with undefined for one of `statuses`: what is not there is an answer too. */
export async function answerUnless<T>(
  statuses: readonly number[],
  doing: string,
  ctx: GithubContext,
  request: Promise<{ data: T }>,
): Promise<T | undefined> {
  try {
    return (await request).data;
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && statuses.includes(status)) return undefined;
    throw githubError(doing, error, ctx);
  }
}
