/** How one judge ended one soak: when it failed, and when it passed, in seconds. Null: it did not. */
import type { CanaryPlan } from '../../src/judge/absorb.ts';
import { freshState, judgeTick } from '../../src/judge/index.ts';
import type { Tick } from '../../src/judge/index.ts';

export interface Outcome {
  readonly failedAt: number | null;
  readonly passedAt: number | null;
}

/** Ours. Where it would pass early is noted, and the soak goes on: one soak shows both. */
export function judgeSoak(plan: CanaryPlan, ticks: readonly Tick[]): Outcome {
  const { interval, minimum, minimumRequests } = plan.options;
  let state = freshState(plan.calibration);
  let passedAt: number | null = null;
  for (const tick of ticks) {
    const step = judgeTick(plan, state, tick);
    const elapsed = tick.t + interval;
    state = step.state;
    const { verdict, health, passesAt, metrics } = step.judgement;
    if (verdict === 'fail') return { failedAt: elapsed, passedAt };
    const mayPass = elapsed >= minimum && (metrics[0]?.canary.total ?? 0) >= minimumRequests;
    if (passedAt === null && (verdict === 'pass' || (mayPass && health >= passesAt))) passedAt = elapsed;
    if (verdict !== 'continue') break;
  }
  return { failedAt: null, passedAt };
}
