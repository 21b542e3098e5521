/** The wait of all cluster steps: one object is watched until it is as wanted, with a reason when it never is. */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import type { ClusterObject, ObjectRef } from './client.ts';

export type ClusterContext = Pick<
  StepContext<'kubernetes'>,
  'clients' | 'signal' | 'heartbeat' | 'resumed' | 'now' | 'sleep' | 'key'
>;

/** What a look at the object says. `lookAgainIn`: milliseconds after which time alone may have changed the answer. */
export type Look<T> = { readonly settled: T } | { readonly waiting: string; readonly lookAgainIn?: number };

export const settled = <T>(value: T) => ({ settled: value }) as const;
export const waiting = (why: string, lookAgainIn?: number) =>
  lookAgainIn === undefined ? { waiting: why } : { waiting: why, lookAgainIn };

const heartbeatMs = 5000;
const progressSchema = z.object({ since: z.number() });

/** When the wait began: before a crash, if there was one. */
export function waitingSince(ctx: Pick<ClusterContext, 'resumed' | 'now'>): number {
  const progress = progressSchema.safeParse(ctx.resumed);
  return progress.success ? progress.data.since : ctx.now();
}

/** Resolves with what `look` settles on; undefined when `forMs` from `since` on have passed before. */
export async function watchFor<T>(
  ctx: ClusterContext,
  ref: ObjectRef,
  { since, forMs }: { readonly since: number; readonly forMs: number },
  look: (object: ClusterObject) => Look<T>,
): Promise<Look<T>> {
  const over = new AbortController();
  const events = ctx.clients.kubernetes
    .watch(ref, AbortSignal.any([ctx.signal, over.signal]))
    [Symbol.asyncIterator]();
  let object = await ctx.clients.kubernetes.get(ref, ctx.signal);
  let next = events.next();
  // Whoever stops listening early must not leave a rejection that nobody handles.
  next.catch(() => undefined);
  try {
    for (;;) {
      const seen = look(object);
      if ('settled' in seen) return seen;
      const left = since + forMs - ctx.now();
      if (left <= 0) return seen;
      ctx.heartbeat({ since, waiting: seen.waiting });
      const time = Math.max(1, Math.min(left, seen.lookAgainIn ?? heartbeatMs, heartbeatMs));
      const event = await firstOf(next, time, ctx.signal);
      ctx.signal.throwIfAborted();
      if (event === undefined) continue;
      if (event.done === true) throw fatal('internal', `The watch of ${nameOf(ref)} ended by itself.`);
      if (event.value.type === 'DELETED')
        throw fatal('not-found', `${nameOf(ref)} was deleted while it was waited for.`);
      object = newer(object, event.value.object);
      next = events.next();
      next.catch(() => undefined);
    }
  } finally {
    over.abort();
  }
}

/** The next event, or undefined when the time is over or the signal aborts; leaves no timer behind, as sleeping would. */
async function firstOf<T>(next: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  let stop = () => {};
  const pause = new Promise<undefined>((resolve) => {
    const finish = () => resolve(undefined);
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
    };
  });
  try {
    return await Promise.race([next, pause]);
  } finally {
    stop();
  }
}

/** As `watchFor`, but time running out is an error that says what it waited for last. */
export async function watchUntil<T>(
  ctx: ClusterContext,
  ref: ObjectRef,
  timeoutSeconds: number,
  look: (object: ClusterObject) => Look<T>,
): Promise<T> {
  const since = waitingSince(ctx);
  const seen = await watchFor(ctx, ref, { since, forMs: timeoutSeconds * 1000 }, look);
  if ('settled' in seen) return seen.settled;
  throw fatal('timed-out', `${nameOf(ref)}: not within ${timeoutSeconds} s. At last: ${seen.waiting}.`);
}

/** A clock for states that must hold for a while before they are believed. */
export function openSteady(ctx: Pick<ClusterContext, 'now'>) {
  let state: string | undefined;
  let since = 0;
  /** Milliseconds for which `present` must still hold, 0 when it has held `forMs`. */
  return (present: string, forMs: number): number => {
    if (present !== state) since = ctx.now();
    state = present;
    return Math.max(0, since + forMs - ctx.now());
  };
}

export const nameOf = ({ kind, namespace, name }: ObjectRef): string => `${kind} ${namespace}/${name}`;

/** The watch may begin with a state that the first look had already left behind. */
function newer(a: ClusterObject, b: ClusterObject): ClusterObject {
  return Number(b.metadata?.resourceVersion) >= Number(a.metadata?.resourceVersion) ? b : a;
}
