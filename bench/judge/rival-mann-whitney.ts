/**
 * Our own implementation of the score that Kayenta's documents describe: error rates of canary and baseline a minute, compared
 * every hour by the Mann-Whitney U test. 'High' where the 98 % confidence interval of the shift lies above a quarter of its estimate.
 */
import type { Arm, Tick } from '../../src/judge/index.ts';
import type { Outcome } from './outcome.ts';

const hour = 3600;
const point = 60;
const tolerance = 0.25;
/** Quantile of the normal distribution for a two-sided interval of 98 %. */
const z = 2.326;

export function mannWhitneySoak(ticks: readonly Tick[], interval: number, seconds: number): Outcome {
  for (let end = hour; end <= seconds && end <= ticks.length * interval; end += hour) {
    const part = ticks.slice((end - hour) / interval, end / interval);
    const canary = rates(
      part.map((tick) => tick.canary),
      point / interval,
    );
    const baseline = rates(
      part.map((tick) => tick.baseline),
      point / interval,
    );
    if (isHigh(canary, baseline)) return { failedAt: end, passedAt: null };
  }
  return { failedAt: null, passedAt: seconds };
}

function rates(arms: readonly (Arm | null)[], size: number): number[] {
  const made: number[] = [];
  for (let k = 0; k + size <= arms.length; k += size) {
    const seen = arms.slice(k, k + size).filter((arm) => arm !== null);
    const requests = seen.reduce((sum, arm) => sum + arm.requests, 0);
    if (requests > 0) made.push(seen.reduce((sum, arm) => sum + arm.errors, 0) / requests);
  }
  return made;
}

/** Shift and interval are those of Hodges and Lehmann: the median of all differences, and its order statistics. */
function isHigh(canary: readonly number[], baseline: readonly number[]): boolean {
  const [m, n] = [canary.length, baseline.length];
  if (m < 10 || n < 10) return false;
  const differences = Float64Array.from(
    { length: m * n },
    (_, k) => (canary[k % m] ?? 0) - (baseline[Math.floor(k / m)] ?? 0),
  ).sort();
  const lower = Math.max(0, Math.floor((m * n) / 2 - z * Math.sqrt((m * n * (m + n + 1)) / 12)));
  const estimate = differences[Math.floor(differences.length / 2)] ?? 0;
  return (differences[lower] ?? 0) > tolerance * Math.abs(estimate);
}
