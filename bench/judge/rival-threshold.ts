/** A fixed threshold with a failure limit, as Argo Rollouts' analysis and Flagger offer: set to catch a doubling. */
import type { Tick } from '../../src/judge/index.ts';
import type { Outcome } from './outcome.ts';

/** Halfway between the usual rate and twice that, of the last five minutes; looked at every minute. */
const most = 0.0075;
const window = 300;
const every = 60;
const failureLimit = 3;

export function thresholdSoak(ticks: readonly Tick[], interval: number, seconds: number): Outcome {
  const size = window / interval;
  let failures = 0;
  for (let k = size; k < ticks.length && k * interval <= seconds; k += every / interval) {
    let requests = 0;
    let errors = 0;
    for (const { canary } of ticks.slice(k - size, k)) {
      requests += canary?.requests ?? 0;
      errors += canary?.errors ?? 0;
    }
    if (requests > 0 && errors / requests > most) failures += 1;
    if (failures > failureLimit) return { failedAt: k * interval, passedAt: null };
  }
  return { failedAt: null, passedAt: seconds };
}
