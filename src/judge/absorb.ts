/** Takes one tick in: what is no evidence changes nothing. */
import { bettingFor, leastToStop } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { freshEvidence, gather } from './evidence.ts';
import type { Betting } from './evidence.ts';
import { slower, watchedBounds } from './latency.ts';
import type { JudgeOptions } from './options.ts';
import type { CanaryState } from './state.ts';
import type { Span } from './open-block.ts';
import type { Arm, Tick } from './tick.ts';

/** All that stays the same over a soak. */
export interface CanaryPlan {
  readonly options: JudgeOptions;
  readonly calibration: Calibration;
  /** Bucket bounds in seconds, the infinite one left out or not. */
  readonly le: readonly number[];
}

/** Requests of the baseline that show its latencies well enough to choose bounds. */
const enoughToChoose = 1000;

export function absorb(plan: CanaryPlan, before: CanaryState, tick: Tick): CanaryState {
  const first = before.first ?? tick.t;
  const state = { ...before, first, last: tick.t };
  const { canary, baseline } = tick;
  if (canary === null || baseline === null) return { ...state, hot: 0 };
  const span = { from: tick.t - first, to: tick.t - first + plan.options.interval };
  if (span.from < plan.options.warmup) return state;
  const served = canary.requests > 0 && baseline.requests > 0;
  const heard = { ...state, ...alarmed(plan.options, state, canary, baseline) };
  if (!served) return heard;
  return {
    ...withLatency(plan, heard, canary, baseline, span),
    usable: state.usable + plan.options.interval,
    errors: gather(
      plan.calibration.errors,
      state.errors,
      {
        canaryTotal: canary.requests,
        canaryErrors: Math.min(canary.errors, canary.requests),
        baselineTotal: baseline.requests,
        baselineErrors: Math.min(baseline.errors, baseline.requests),
      },
      span,
      { harm: 1 + plan.options.tolerance, health: 1 + plan.options.margin, floor: plan.options.floor },
    ),
  };
}

/** What needs no statistics: a canary that errs all the time, or is not asked any more. */
function alarmed(
  { stopAt, interval }: JudgeOptions,
  { hot, silent, errors }: CanaryState,
  canary: Arm,
  baseline: Arm,
): Pick<CanaryState, 'hot' | 'silent'> {
  const ill =
    canary.errors >= leastToStop.errors &&
    canary.requests >= leastToStop.requests &&
    canary.errors >= stopAt * canary.requests;
  const well = baseline.errors < (stopAt / 2) * baseline.requests;
  const { canaryTotal, baselineTotal } = errors.totals;
  const share = canaryTotal < 100 ? 0 : canaryTotal / baselineTotal;
  return {
    hot: ill && well ? hot + 1 : 0,
    silent:
      canary.requests > 0
        ? { seconds: 0, due: 0 }
        : { seconds: silent.seconds + interval, due: silent.due + share * baseline.requests },
  };
}

function withLatency(
  plan: CanaryPlan,
  state: CanaryState,
  canary: Arm,
  baseline: Arm,
  span: Span,
): CanaryState {
  const buckets = baseline.latencyBuckets;
  if (buckets === undefined || canary.latencyBuckets === undefined) return state;
  if (state.latency.length === 0) return chosen(plan, state, buckets);
  const { options } = plan;
  return {
    ...state,
    latency: state.latency.map(({ index, boundary, evidence }) => {
      const counts = slower(canary, baseline, index);
      const health = Math.max(1 + options.margin, boundary);
      const gathered =
        counts === undefined
          ? evidence
          : gather(latencyBetting(plan, index, boundary), evidence, counts, span, {
              harm: boundary,
              health,
              floor: 0,
            });
      return { index, boundary, evidence: gathered };
    }),
  };
}

/** The bounds are chosen by what came before: what is judged by them comes after. */
function chosen(plan: CanaryPlan, state: CanaryState, buckets: readonly number[]): CanaryState {
  const histogram = buckets.map((count, index) => count + (state.histogram[index] ?? 0));
  if ((histogram.at(-1) ?? 0) < enoughToChoose) return { ...state, histogram };
  const watched = watchedBounds(plan.le, histogram, plan.options.slowdown);
  return {
    ...state,
    histogram: watched.length === 0 ? histogram : [],
    latency: watched.map(({ index, boundary }) => ({
      index,
      boundary,
      evidence: freshEvidence(latencyBetting(plan, index, boundary)),
    })),
  };
}

export function latencyBetting(
  { calibration, options }: CanaryPlan,
  index: number,
  boundary: number,
): Betting {
  for (const known of calibration.latency) if (known.index === index) return known.betting;
  const made = doubtful.get(options) ?? new Map<number, Betting>();
  const betting = made.get(boundary) ?? bettingFor([], options, options.interval, boundary);
  if (!made.has(boundary)) doubtful.set(options, made.set(boundary, betting));
  return betting;
}

/** Made once for a soak, by boundary: they depend on nothing else, and every tick asks for them. */
const doubtful = new WeakMap<JudgeOptions, Map<number, Betting>>();
