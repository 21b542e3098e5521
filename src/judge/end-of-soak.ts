/** The last look: the time is over, and the odds reached neither threshold. */
import { latencyBetting } from './absorb.ts';
import type { CanaryPlan } from './absorb.ts';
import { spreadOf } from './evidence.ts';
import type { Betting, Evidence } from './evidence.ts';
import { dispersionAt } from './looks.ts';
import { exceededWith } from './normal.ts';
import { lackingOf } from './score.ts';
import { duration, number, times } from './sentence.ts';
import type { CanaryState } from './state.ts';
import type { Judgement, MetricEvidence } from './verdict.ts';

/** One look at a fixed time needs no sequential test; what was spent on looks before is spent, so its chance is small. */
const chance = 0.01;
const wanted = exceededWith(chance);
/** What no number of errors makes certain, bursts above all, as a part of the way from healthy to what is to be ruled out. */
const unsure = 0.25;

export function endOfSoak(
  plan: CanaryPlan,
  state: CanaryState,
  metrics: readonly MetricEvidence[],
): Pick<Judgement, 'verdict' | 'reason'> {
  const { options, calibration } = plan;
  const { usable, errors } = state;
  const over = `the soak of ${duration(options.for)} is over`;
  const due = Math.max(0, options.for - options.warmup);
  if (usable < due / 2)
    return { verdict: 'inconclusive', reason: `${over}, and only ${duration(usable)} of it had usable data` };
  const served = errors.totals.canaryTotal;
  if (served < options.minimumRequests)
    return {
      verdict: 'inconclusive',
      reason: `${over}, and the canary served ${number(served)} requests where ${number(options.minimumRequests)} are wanted`,
    };
  const dispersion = Math.max(2, spreadOf(calibration.errors.health));
  const scores = [
    lacking(calibration.errors, errors),
    ...state.latency.map(({ index, boundary, evidence }) =>
      lacking(latencyBetting(plan, index, boundary), evidence),
    ),
  ];
  const doubtful = metrics.find(
    (metric, index) =>
      (scores[index] ?? 0) < wanted &&
      !ruledOut(metric, 1 + options.margin, dispersion) &&
      !(index === 0 && isLow(metric, options.floor, dispersion)),
  );
  if (doubtful === undefined)
    return {
      verdict: 'pass',
      reason: `${over}: ${times(1 + options.margin)} the baseline’s rate is ruled out for every metric`,
    };
  return {
    verdict: 'inconclusive',
    reason: `${over}, and neither harm nor health of the ${doubtful.name} is shown: ${number(doubtful.canary.errors)} of ${number(doubtful.canary.total)} on the canary, ${number(doubtful.baseline.errors)} of ${number(doubtful.baseline.total)} on the baseline`,
  };
}

/** Standard deviations that the score of the planned looks lacks, where history told how it scatters. */
function lacking({ looks }: Betting, evidence: Evidence): number {
  if (looks === undefined || evidence.looks === undefined) return 0;
  const dispersion = dispersionAt(looks, evidence.looks);
  return dispersion === undefined ? 0 : lackingOf(evidence.looks.score, dispersion);
}

/** Wald's test of the log rate ratio, its variance widened by the dispersion (McCullagh and Nelder 1989, quasi-Poisson). */
function ruledOut({ canary, baseline }: MetricEvidence, bound: number, dispersion: number): boolean {
  if (baseline.total === 0 || canary.total === 0) return false;
  const rate = (arm: { total: number; errors: number }): number => (arm.errors + 0.5) / (arm.total + 1);
  const variance = dispersion * (1 / (canary.errors + 0.5) + 1 / (baseline.errors + 0.5));
  const error = Math.sqrt(variance + (unsure * Math.log(bound)) ** 2);
  return Math.log(rate(canary) / rate(baseline)) + wanted * error < Math.log(bound);
}

/** Below the floor by the score interval of a Poisson rate. */
function isLow({ canary }: MetricEvidence, floor: number, dispersion: number): boolean {
  const z2 = wanted ** 2 * dispersion;
  const upper = canary.errors + z2 / 2 + Math.sqrt(z2 * (canary.errors + z2 / 4));
  return upper < floor * canary.total;
}
