/** One request to GitHub: what every request carries, and its errors as a step's errors. */
import type { StepContext } from '../contract.ts';
import type { z } from 'zod';
import { shaped } from '../shaped.ts';
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

/** The answer's data, of which `schema` says what is used; `doing` completes 'GitHub can’t …'. */
export async function answer<Shape extends z.ZodType>(
  doing: string,
  ctx: GithubContext,
  schema: Shape,
  request: Promise<{ data: unknown }>,
): Promise<z.output<Shape>> {
  return shaped(asked(doing), schema, await sent(doing, ctx, request));
}

/** As `answer`, with undefined for one of `statuses`: what is not there is an answer too. */
export async function answerUnless<Shape extends z.ZodType>(
  statuses: readonly number[],
  doing: string,
  ctx: GithubContext,
  schema: Shape,
  request: Promise<{ data: unknown }>,
): Promise<z.output<Shape> | undefined> {
  const expected = request.catch((error: unknown) => {
    const status = statusOf(error);
    if (status !== undefined && statuses.includes(status)) return undefined;
    throw error;
  });
  const data = await sent(doing, ctx, expected);
  return data === undefined ? undefined : shaped(asked(doing), schema, data);
}

async function sent(
  doing: string,
  ctx: GithubContext,
  request: Promise<{ data: unknown } | undefined>,
): Promise<unknown> {
  try {
    return (await request)?.data;
  } catch (error) {
    throw githubError(doing, error, ctx);
  }
}

/** What an answer of another shape is said of. */
export const asked = (doing: string): string => `GitHub was asked to ${doing}`;
