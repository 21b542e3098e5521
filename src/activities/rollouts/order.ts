/**
 * Orders to a Rollout: status fields that its controller takes up. One that comes at the moment it reports Paused is often
 * overlooked, because the controller works with an older copy: the order stands there and nothing happens. So we wait, look
 * whether it was taken, and if not make the controller look again.
 */
import type { Json } from '../contract.ts';
import { retryLater } from '../errors.ts';
import type { ObjectRef } from '../kubernetes/client.ts';
import { nameOf, settled, waiting, watchFor } from '../kubernetes/watch-until.ts';
import type { ClusterContext } from '../kubernetes/watch-until.ts';
import { describeRollout, readRollout, rolloutRef } from './rollout.ts';
import type { RolloutView } from './rollout.ts';

const copyMs = 300;
const takenWithinMs = 2000;
const tries = 5;

export interface Order {
  readonly name: string;
  readonly status: { readonly [field: string]: Json };
  readonly taken: (rollout: RolloutView) => boolean;
  /** Throws when the Rollout has come into a state in which the order must not be given. */
  readonly allow?: (rollout: RolloutView) => void;
}

export async function giveOrder(ctx: ClusterContext, ref: ObjectRef, order: Order): Promise<void> {
  const { kubernetes } = ctx.clients;
  const send = { key: ctx.key, signal: ctx.signal };
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    await ctx.sleep(copyMs);
    const rollout = readRollout(await kubernetes.get(ref, ctx.signal));
    if (order.taken(rollout)) return;
    order.allow?.(rollout);
    // A write to the object itself makes the controller look again, with a fresh copy.
    if (attempt > 1)
      await kubernetes.mergePatch(
        ref,
        { metadata: { annotations: { 'slipway/ordered': `${order.name} ${attempt}` } } },
        send,
      );
    await kubernetes.mergePatch(ref, { status: order.status }, { ...send, subresource: 'status' });
    const seen = await watchFor(ctx, ref, { since: ctx.now(), forMs: takenWithinMs }, (object) => {
      const now = readRollout(object);
      return order.taken(now) ? settled(true) : waiting(describeRollout(now));
    });
    if ('settled' in seen) return;
  }
  throw retryLater(
    'unknown',
    `${nameOf(ref)} didn’t take “${order.name}” in ${tries} tries. Does its controller run?`,
  );
}

/** Takes the traffic from the canary; the stable version stays. Harmless where no canary is under way. */
export async function abortCanary(
  ctx: ClusterContext,
  target: { readonly rollout: string; readonly namespace: string },
): Promise<'aborted' | 'no-canary'> {
  const ref = rolloutRef(target);
  const rollout = readRollout(await ctx.clients.kubernetes.get(ref, ctx.signal));
  if (!rollout.inFlight || rollout.stableHash === '') return 'no-canary';
  await giveOrder(ctx, ref, {
    name: 'abort',
    // An order to promote that still stands there would win over the abort.
    status: { abort: true, promoteFull: null },
    taken: (now) => !now.inFlight || (now.aborted && now.phase === 'Degraded'),
  });
  return 'aborted';
}

/** Brings the version of the template to all pods: no steps, pauses or analysis any more. */
export const promotion = (allow: (rollout: RolloutView) => void): Order => ({
  name: 'promote-full',
  status: { promoteFull: true },
  taken: (now) => !now.inFlight || (now.promoteFull && now.lastStepPassed && now.phase !== 'Paused'),
  allow,
});
