/** Brings a Rollout, whose spec has been put back, to Healthy on that spec. */
import { fatal } from '../errors.ts';
import { nameOf, settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
import type { ClusterContext, Look } from '../kubernetes/watch-until.ts';
import { giveOrder, promotion } from './order.ts';
import { describeRollout, openDegraded, readRollout, rolloutRef } from './rollout.ts';

/** Whether the Rollout is Healthy on its present spec, and nothing is being brought in. */
export async function isAtRest(
  { clients, signal }: Pick<ClusterContext, 'clients' | 'signal'>,
  target: { readonly rollout: string; readonly namespace: string },
): Promise<boolean> {
  const now = readRollout(await clients.kubernetes.get(rolloutRef(target), signal));
  return now.current && now.phase === 'Healthy' && !now.inFlight;
}

/** A version that ran before needs no canary: what would be one is promoted at once. One line for the report. */
export async function restore(
  ctx: ClusterContext,
  target: { readonly rollout: string; readonly namespace: string },
  timeoutSeconds: number,
): Promise<string> {
  const ref = rolloutRef(target);
  const trouble = openDegraded(ctx, ref);
  for (;;) {
    const end = await watchUntil(
      ctx,
      ref,
      timeoutSeconds,
      (object): Look<'healthy' | 'canary' | 'degraded'> => {
        const now = readRollout(object);
        if (!now.current) return waiting(describeRollout(now));
        if (now.phase === 'Healthy' && !now.inFlight) return settled('healthy');
        const degraded = trouble.look(now);
        if (degraded !== undefined) return degraded;
        return now.inFlight && !now.lastStepPassed ? settled('canary') : waiting(describeRollout(now));
      },
    );
    if (end === 'degraded') throw await trouble.error();
    if (end === 'healthy') return `${nameOf(ref)} is Healthy on it`;
    await giveOrder(
      ctx,
      ref,
      promotion(({ aborted, message }) => {
        if (aborted) throw fatal('undo-failed', `${nameOf(ref)} was aborted on its way back: ${message}`);
      }),
    );
  }
}
