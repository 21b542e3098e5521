/** Waiting for GitHub: it can't be watched, so it is asked with ETags, and what is unchanged costs nothing of the rate limit. */
import { githubError, statusOf } from './errors.ts';
import { reading } from './request.ts';
import type { GithubContext } from './request.ts';

/** What a request must carry to be answered 304 if nothing changed. */
export interface Conditional {
  readonly request: { readonly signal: AbortSignal };
  readonly headers: Readonly<Record<string, string>>;
}

interface Answered<T> {
  readonly data: T;
  readonly headers: { readonly etag?: string | undefined };
}

/** Asks again and again for one thing: each call gives its present state. `doing` completes 'GitHub can’t …'. */
export function etagged<T>(
  doing: string,
  ctx: GithubContext,
  ask: (conditional: Conditional) => Promise<Answered<T>>,
): () => Promise<T> {
  let known: { readonly etag: string; readonly data: T } | undefined;
  return async () => {
    try {
      const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known.etag };
      const { data, headers: answered } = await ask({ ...reading(ctx), headers });
      known = answered.etag === undefined ? undefined : { etag: answered.etag, data };
      return data;
    } catch (error) {
      if (known !== undefined && statusOf(error) === 304) return known.data;
      throw githubError(doing, error, ctx);
    }
  };
}

/** All pages of a list, each with its ETag. `total` reads how many items there are. */
export function etaggedPages<T>(
  doing: string,
  ctx: GithubContext,
  ask: (page: { readonly page: number; readonly per_page: number } & Conditional) => Promise<Answered<T>>,
  total: (page: T) => number,
): () => Promise<T[]> {
  const pages: (() => Promise<T>)[] = [];
  const pageAt = (index: number): (() => Promise<T>) =>
    (pages[index] ??= etagged(doing, ctx, (conditional) =>
      ask({ page: index + 1, per_page: 100, ...conditional }),
    ));
  return async () => {
    const first = await pageAt(0)();
    const seen = [first];
    while (seen.length * 100 < total(first)) seen.push(await pageAt(seen.length)());
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
