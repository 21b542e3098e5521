/**
 * Sync operations: sent, seen to be taken, followed to their end. Argo CD takes an operation from a field of the Application, and
 * drops without a word one that is written while another runs: so ours is written only when the field is free and
 * nothing runs, on exactly the version that we saw, and sent again only when it is seen to be absent.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { Json } from '../contract.ts';
import { fatal, retryLater } from '../errors.ts';
import type { ObjectRef } from '../kubernetes/client.ts';
import { nameOf, settled, waiting, watchFor, watchUntil } from '../kubernetes/watch-until.ts';
import type { ClusterContext, Look } from '../kubernetes/watch-until.ts';
import { initiator, isRunning, keyInfo, readApplication } from './application.ts';
import type { ApplicationView } from './application.ts';

const takenWithinMs = 15_000;
const tries = 5;

export interface SyncOrder {
  /** Known again by it. */
  readonly key: string;
  /** Undefined: what the Application's target revision stands at. */
  readonly revision: string | undefined;
  readonly prune: boolean;
  readonly resources?:
    readonly { readonly group: string; readonly kind: string; readonly name: string }[] | undefined;
}

export type Progress = 'free' | 'busy' | 'sent' | 'running' | 'ended' | 'superseded';

/** Where our operation stands. `superseded`: it ended well, and another came after it. */
export function progressOf(now: ApplicationView, key: string): Progress {
  if (now.operation?.key === key) return isRunning(now) ? 'running' : 'ended';
  if (now.history.some(({ by }) => by === initiator(key))) return 'superseded';
  if (isRunning(now)) return 'busy';
  if (now.pending === undefined) return 'free';
  return now.pending.key === key ? 'sent' : 'busy';
}

/** Returns when Argo CD has taken the operation up. `freeWithinSeconds`: how long another one may keep us waiting. */
export async function startSync(
  ctx: ClusterContext,
  ref: ObjectRef,
  order: SyncOrder,
  freeWithinSeconds: number,
): Promise<void> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const free = await watchUntil(ctx, ref, freeWithinSeconds, (object): Look<ApplicationView | 'taken'> => {
      const now = readApplication(object);
      switch (progressOf(now, order.key)) {
        case 'free':
          return settled(now);
        case 'busy':
        case 'sent':
          return waiting('another operation is running');
        case 'running':
        case 'ended':
        case 'superseded':
          return settled('taken');
      }
    });
    if (free === 'taken') return;
    if (await write(ctx, ref, order, free)) {
      const seen = await watchFor(
        ctx,
        ref,
        { since: ctx.now(), forMs: takenWithinMs },
        (object): Look<'taken' | 'dropped'> => {
          const progress = progressOf(readApplication(object), order.key);
          if (progress === 'sent' || progress === 'busy') return waiting('it has not been taken up');
          return settled(progress === 'free' ? 'dropped' : 'taken');
        },
      );
      if ('waiting' in seen) {
        throw retryLater(
          'unknown',
          `${nameOf(ref)}: the sync operation isn’t taken up. Does Argo CD’s application controller run?`,
        );
      }
      if (seen.settled === 'taken') return;
    }
  }
  throw retryLater('conflict', `${nameOf(ref)}: other operations came first ${tries} times.`);
}

/** False when the Application has changed since we looked: somebody may have written an operation of their own. */
async function write(
  ctx: ClusterContext,
  ref: ObjectRef,
  order: SyncOrder,
  seen: ApplicationView,
): Promise<boolean> {
  const { key, revision, prune, resources } = order;
  const sync: { [key: string]: Json } = {
    prune,
    ...(revision === undefined ? {} : { revision }),
    ...(resources === undefined ? {} : { resources: resources.map((resource) => ({ ...resource })) }),
  };
  const operation = {
    initiatedBy: { username: initiator(key) },
    info: [{ name: keyInfo, value: key }],
    sync,
  };
  try {
    await ctx.clients.kubernetes.mergePatch(
      ref,
      { metadata: { resourceVersion: seen.resourceVersion }, operation },
      { key, signal: ctx.signal },
    );
    return true;
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === 'conflict') return false;
    throw error;
  }
}

/** The commit that our operation deployed; an error that gives Argo CD's own reason if it didn't. */
export async function awaitSync(
  ctx: ClusterContext,
  ref: ObjectRef,
  key: string,
  timeoutSeconds: number,
): Promise<string> {
  const end = await watchUntil(
    ctx,
    ref,
    timeoutSeconds,
    (object): Look<{ revision: string } | { failed: string }> => {
      const now = readApplication(object);
      switch (progressOf(now, key)) {
        case 'ended':
          return now.operation?.phase === 'Succeeded'
            ? settled({ revision: now.operation.revision })
            : settled({ failed: now.operation?.message ?? '' });
        case 'superseded':
          return settled({ revision: now.history.find(({ by }) => by === initiator(key))?.revision ?? '' });
        case 'sent':
        case 'running':
          return waiting(`sync is running${now.operation?.message ? ` (${now.operation.message})` : ''}`);
        case 'free':
        case 'busy':
          throw fatal(
            'unknown',
            `${nameOf(ref)} shows nothing of our sync any more: another operation came after it.`,
          );
      }
    },
  );
  if ('failed' in end) throw fatal('failed', `The sync of ${nameOf(ref)} failed: ${end.failed}`);
  return end.revision;
}
