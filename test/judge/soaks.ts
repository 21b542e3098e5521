/** Small soaks for tests of the judge. */
import { calibrate, freshState, judgeOptionsSchema, judgeTick } from '../../src/judge/index.ts';
import type { CanaryPlan, CanaryState, Judgement, Tick } from '../../src/judge/index.ts';
import type { z } from 'zod';
import { randomOf } from '../../bench/judge/random.ts';

export function planOf(
  options: z.input<typeof judgeOptionsSchema> = {},
  le: readonly number[] = [],
): CanaryPlan {
  const parsed = judgeOptionsSchema.parse(options);
  return { options: parsed, calibration: calibrate([], parsed), le };
}

/** A plan calibrated on six hours of independent errors at so many requests a tick and instance. */
export function calibratedPlan(
  requests: number,
  options: z.input<typeof judgeOptionsSchema> = {},
): CanaryPlan {
  const parsed = judgeOptionsSchema.parse(options);
  const random = randomOf(42);
  const history = Array.from({ length: 720 }, (_, k) => ({
    t: 30 * k,
    groups: Array.from({ length: 10 }, () => ({ requests, errors: random.poisson(0.005 * requests) })),
  }));
  return { options: parsed, calibration: calibrate(history, parsed), le: [] };
}

/** Independent errors: the canary a tenth of the traffic, its rate `harm` times 0.5 %. */
export function soakOf(given: { ticks: number; requests: number; harm: number; seed: number }): Tick[] {
  const random = randomOf(given.seed);
  return Array.from({ length: given.ticks }, (_, k) => ({
    t: 30 * k,
    canary: { requests: given.requests, errors: random.poisson(0.005 * given.harm * given.requests) },
    baseline: { requests: 9 * given.requests, errors: random.poisson(0.005 * 9 * given.requests) },
  }));
}

export function judgeAll(
  plan: CanaryPlan,
  ticks: readonly Tick[],
  from: CanaryState = freshState(plan.calibration),
): { state: CanaryState; judgement: Judgement | undefined; ticks: number } {
  let state = from;
  let judgement: Judgement | undefined;
  let count = 0;
  for (const tick of ticks) {
    ({ state, judgement } = judgeTick(plan, state, tick));
    count += 1;
    if (judgement.verdict !== 'continue') break;
  }
  return { state, judgement, ticks: count };
}
