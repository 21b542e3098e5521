/** The wait for a workload's pods, with the real reason where they don't come. */
import { fatal } from '../errors.ts';
import type { ClusterObject, ObjectRef } from './client.ts';
import type { DeploymentView } from './deployment.ts';
import { whyUnready } from './unready.ts';
import { nameOf, waitingSince, watchFor } from './watch-until.ts';
import type { ClusterContext, Look } from './watch-until.ts';

type Seen = Pick<DeploymentView['rollout'], 'at' | 'says'>;

interface Wanted {
  readonly timeoutSeconds: number;
  /** What it comes up with, as messages say it. */
  readonly with: string;
}

/** `look` settles once the rollout is over, well or not. */
export async function comesUp(
  ctx: ClusterContext,
  ref: ObjectRef,
  { timeoutSeconds, with: what }: Wanted,
  look: (object: ClusterObject) => Look<Seen>,
): Promise<void> {
  const since = waitingSince(ctx);
  const seen = await watchFor(ctx, ref, { since, forMs: timeoutSeconds * 1000 }, look);
  if ('settled' in seen && seen.settled.at === 'done') return;
  const { kubernetes } = ctx.clients;
  const object = await kubernetes.get(ref, ctx.signal);
  const why = await whyUnready(kubernetes, ref, object, ctx.signal);
  if ('settled' in seen) {
    const says = [why, seen.settled.says].filter(Boolean).join('; ');
    throw fatal('failed', `${nameOf(ref)} does not come up${what}: ${says}`);
  }
  const says = [seen.waiting, why].filter(Boolean).join('; ');
  throw fatal('timed-out', `${nameOf(ref)}: not within ${timeoutSeconds} s. At last: ${says}.`);
}
