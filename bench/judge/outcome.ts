/** How one judge ended one soak: when it failed, and when it passed, in seconds. Null: it did not. */
import type { CanaryPlan } from '../../src/judge/absorb.ts';
import { freshState, judgeTick } from '../../src/judge/index.ts';
import type { JudgeOptions, Judgement, Tick } from '../../src/judge/index.ts';
import { Session } from '../../src/client/judge/session.ts';
import type { instancesOf } from './simulate.ts';

export interface Outcome {
  readonly failedAt: number | null;
  readonly passedAt: number | null;
}

/** Ours, calibrated before. */
export function judgeSoak(plan: CanaryPlan, ticks: readonly Tick[]): Outcome {
  let state = freshState(plan.calibration);
  return outcomeOf(plan.options, ticks, (tick) => {
    const step = judgeTick(plan, state, tick);
    state = step.state;
    return step.judgement;
  });
}

/** Ours without a history, learning from the baseline's instances meanwhile. */
export function judgeLive(
  options: JudgeOptions,
  canaries: number,
  ticks: ReturnType<typeof instancesOf>,
): Outcome {
  const session = new Session();
  session.begin({ type: 'start', le: [], options, interval: options.interval, ignored: [] });
  return outcomeOf(options, ticks, ({ instances, ...tick }) =>
    session.judge(tick, instances.slice(canaries)),
  );
}

/** Where it would pass early is noted, and the soak goes on: one soak shows both. */
function outcomeOf<One extends Tick>(
  { interval, minimum, minimumRequests }: JudgeOptions,
  ticks: readonly One[],
  judge: (tick: One) => Judgement,
): Outcome {
  let passedAt: number | null = null;
  for (const tick of ticks) {
    const { verdict, health, passesAt, metrics } = judge(tick);
    const elapsed = tick.t + interval;
    if (verdict === 'fail') return { failedAt: elapsed, passedAt };
    const mayPass = elapsed >= minimum && (metrics[0]?.canary.total ?? 0) >= minimumRequests;
    if (passedAt === null && (verdict === 'pass' || (mayPass && health >= passesAt))) passedAt = elapsed;
    if (verdict !== 'continue') break;
  }
  return { failedAt: null, passedAt };
}
