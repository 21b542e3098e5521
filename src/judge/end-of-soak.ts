/** The last look: the time is over, and the odds reached neither threshold. */
import type { CanaryPlan } from './absorb.ts';
import { spreadOf } from './evidence.ts';
import { duration, number, times } from './sentence.ts';
import type { CanaryState } from './state.ts';
import type { Judgement, MetricEvidence } from './verdict.ts';

/** One look at a fixed time needs no sequential test. */
const standardNormal95 = 1.645;

export function endOfSoak(
  { options, calibration }: CanaryPlan,
  { usable, errors }: CanaryState,
  metrics: readonly MetricEvidence[],
): Pick<Judgement, 'verdict' | 'reason'> {
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
  const doubtful = metrics.find(
    (metric, index) =>
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

/** Wald's test of the log rate ratio, its variance widened by the dispersion (McCullagh and Nelder 1989, quasi-Poisson). */
function ruledOut({ canary, baseline }: MetricEvidence, bound: number, dispersion: number): boolean {
  if (baseline.total === 0 || canary.total === 0) return false;
  const rate = (arm: { total: number; errors: number }): number => (arm.errors + 0.5) / (arm.total + 1);
  const error = Math.sqrt(dispersion * (1 / (canary.errors + 0.5) + 1 / (baseline.errors + 0.5)));
  return Math.log(rate(canary) / rate(baseline)) + standardNormal95 * error < Math.log(bound);
}

/** Below the floor by the score interval of a Poisson rate. */
function isLow({ canary }: MetricEvidence, floor: number, dispersion: number): boolean {
  const z2 = standardNormal95 ** 2 * dispersion;
  const upper = canary.errors + z2 / 2 + Math.sqrt(z2 * (canary.errors + z2 / 4));
  return upper < floor * canary.total;
}
