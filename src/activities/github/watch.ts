/** Waiting for GitHub: it can't be watched, so it is asked with ETags, and what is unchanged costs nothing of the rate limit. */
import type { z } from 'zod';
import { githubError, statusOf } from './errors.ts';
import { shaped } from '../shaped.ts';
import { asked, reading } from './request.ts';
import type { GithubContext } from './request.ts';

/** What a request must carry to be answered 304 if nothing changed. */
export interface Conditional {
  readonly request: { readonly signal: AbortSignal };
  readonly headers: Readonly<Record<string, string>>;
}

interface Answered {
  readonly data: unknown;
  readonly headers: { readonly etag?: string | undefined };
}

/** Asks again and again for one thing: each call gives its present state. `doing` completes 'GitHub can’t …'. */
export function etagged<Shape extends z.ZodType>(
  doing: string,
  ctx: GithubContext,
  schema: Shape,
  ask: (conditional: Conditional) => Promise<Answered>,
): () => Promise<z.output<Shape>> {
  let known: { readonly etag: string; readonly data: z.output<Shape> } | undefined;
  return async () => {
    try {
      const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known.etag };
      const { data: given, headers: answered } = await ask({ ...reading(ctx), headers });
      const data = shaped(asked(doing), schema, given);
      known = answered.etag === undefined ? undefined : { etag: answered.etag, data };
      return data;
    } catch (error) {
      if (known !== undefined && statusOf(error) === 304) return known.data;
      throw githubError(doing, error, ctx);
    }
  };
}

/** No commit has so many checks: a count beyond is not believed. */
const mostPages = 50;

/** All pages of a list, each with its ETag. */
export function etaggedPages<Page extends { readonly total_count: number }>(
  doing: string,
  ctx: GithubContext,
  schema: z.ZodType<Page>,
  ask: (page: { readonly page: number; readonly per_page: number } & Conditional) => Promise<Answered>,
): () => Promise<Page[]> {
  const pages: (() => Promise<Page>)[] = [];
  const pageAt = (index: number): (() => Promise<Page>) =>
    (pages[index] ??= etagged(doing, ctx, schema, (conditional) =>
      ask({ page: index + 1, per_page: 100, ...conditional }),
    ));
  return async () => {
    const first = await pageAt(0)();
    const seen = [first];
    while (seen.length < mostPages && seen.length * 100 < first.total_count)
      seen.push(await pageAt(seen.length)());
    return seen;
  };
}

const firstPauseMs = 500;

/** Looks until `decide` gives something: often at first, then at most every `slowestSeconds`. */
export async function until<Seen, Decided>(
  ctx: GithubContext,
  slowestSeconds: number,
  look: () => Promise<Seen>,
  decide: (seen: Seen) => Decided | undefined | Promise<Decided | undefined>,
): Promise<Decided> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, slowestSeconds * 1000)) {
    ctx.signal.throwIfAborted();
    const decided = await decide(await look());
    if (decided !== undefined) return decided;
    ctx.heartbeat();
    await ctx.sleep(pause);
  }
}
