/** Judges a canary against its baseline, tick by tick. */
import { absorb, latencyBetting } from './absorb.ts';
import type { CanaryPlan } from './absorb.ts';
import { harmEvidence, healthEvidence } from './evidence.ts';
import type { Betting, Evidence } from './evidence.ts';
import { endOfSoak } from './end-of-soak.ts';
import { duration, number, oddsOf, ofHarm, ofHealth } from './sentence.ts';
import type { CanaryState } from './state.ts';
import type { Tick } from './tick.ts';
import type { Judgement, MetricEvidence } from './verdict.ts';

/** A canary silent for so long, while so many requests were due, is not served at all. */
const silence = { seconds: 600, due: 100 };

/** The state after a tick, and what it says. After the end nothing changes. */
export function judgeTick(
  plan: CanaryPlan,
  before: CanaryState,
  tick: Tick,
): { readonly state: CanaryState; readonly judgement: Judgement } {
  if (before.end !== null) return { state: before, judgement: judgementOf(plan, before) };
  if (before.last !== null && tick.t <= before.last)
    return { state: before, judgement: judgementOf(plan, before) };
  const state = absorb(plan, before, tick);
  const judgement = judgementOf(plan, state);
  if (judgement.verdict === 'continue') return { state, judgement };
  return { state: { ...state, end: { verdict: judgement.verdict, reason: judgement.reason } }, judgement };
}

/** What a state says; no time passes. */
export function judgementOf(plan: CanaryPlan, state: CanaryState): Judgement {
  const { options } = plan;
  const metrics = metricsOf(plan, state);
  const harm = metrics.reduce((sum, { weight, evidence }) => sum + weight * evidence.harm, 0);
  const health = Math.min(...metrics.map(({ evidence }) => evidence.health));
  const figures = {
    metrics: metrics.map(({ evidence }) => evidence),
    harm,
    failsAt: 1 / options.falseAbort,
    health,
    passesAt: 1 / options.falsePass,
  };
  return { ...(state.end ?? decide(plan, state, figures)), ...figures };
}

type Figures = Omit<Judgement, 'verdict' | 'reason'>;

function decide(
  plan: CanaryPlan,
  state: CanaryState,
  figures: Figures,
): Pick<Judgement, 'verdict' | 'reason'> {
  const { options } = plan;
  const elapsed =
    state.first === null || state.last === null ? 0 : state.last - state.first + options.interval;
  const errors = figures.metrics[0];
  if (errors === undefined) return { verdict: 'continue', reason: 'nothing to judge yet' };
  if (state.hot >= plan.calibration.stopTicks)
    return {
      verdict: 'fail',
      reason: `the canary failed ${number(options.stopAt * 100)} % or more of its requests in ${state.hot} ticks running; ${ofHarm(errors, figures.harm)}`,
    };
  if (state.silent.seconds >= silence.seconds && state.silent.due >= silence.due)
    return {
      verdict: 'fail',
      reason: `the canary has served nothing for ${duration(state.silent.seconds)}, in which ${number(state.silent.due)} requests were due`,
    };
  if (figures.harm >= figures.failsAt) {
    const worst = figures.metrics.reduce((most, metric) => (metric.harm > most.harm ? metric : most), errors);
    return { verdict: 'fail', reason: ofHarm(worst, figures.harm) };
  }
  const least = figures.metrics.reduce(
    (least, metric) => (metric.health < least.health ? metric : least),
    errors,
  );
  const served = errors.canary.total;
  const mayPass = elapsed >= options.minimum && served >= options.minimumRequests;
  const healthy = mayPass && figures.health >= figures.passesAt;
  if (healthy && (options.passEarly || elapsed >= options.for))
    return { verdict: 'pass', reason: ofHealth(least, options.margin) };
  if (elapsed >= options.for) return endOfSoak(plan, state, figures.metrics);
  return {
    verdict: 'continue',
    reason:
      served === 0
        ? 'no usable data yet'
        : `${ofHarm(errors, figures.harm)}; ${oddsOf(figures.health)} to 1 for health`,
  };
}

/** Half of the weight is the errors', half is shared by the latencies. */
function metricsOf(plan: CanaryPlan, state: CanaryState): { weight: number; evidence: MetricEvidence }[] {
  const latencies = state.latency.length;
  return [
    { weight: latencies === 0 ? 1 : 0.5, evidence: metric('errors', plan.calibration.errors, state.errors) },
    ...state.latency.map(({ index, boundary, evidence }) => ({
      weight: 0.5 / latencies,
      evidence: metric(
        `slower than ${plan.le[index] ?? '?'} s`,
        latencyBetting(plan, index, boundary),
        evidence,
      ),
    })),
  ];
}

function metric(name: string, betting: Betting, evidence: Evidence): MetricEvidence {
  const { canaryTotal, canaryErrors, baselineTotal, baselineErrors } = evidence.totals;
  return {
    name,
    canary: { total: canaryTotal, errors: canaryErrors },
    baseline: { total: baselineTotal, errors: baselineErrors },
    ratio:
      baselineErrors === 0 || canaryTotal === 0
        ? null
        : canaryErrors / canaryTotal / (baselineErrors / baselineTotal),
    harm: harmEvidence(betting, evidence),
    health: healthEvidence(betting, evidence),
  };
}
