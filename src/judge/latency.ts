/**
 * Latency as counters: of each watched bucket bound, how many requests were slower. A tolerated slowdown is a scale: at a bound
 * x the canary may have as many slower requests as the baseline has at x / (1 + slowdown), read off the baseline's own survival
 * curve by log-log interpolation. Any fixed choice of bounds is fair, for each is a test of its own, and a weighted mean of
 * e-values is one whatever their dependence (Vovk and Wang, "E-values", 2021).
 */
import type { Counts } from './hypotheses.ts';
import type { Arm } from './tick.ts';

/** A bound that is watched: its place among the buckets, and how many more slower requests are tolerated. */
export interface Watched {
  readonly index: number;
  readonly boundary: number;
}

const quantiles = [0.5, 0.9, 0.99];

/** The bounds nearest to the baseline's median, p90 and p99. `buckets` are cumulative, the last is that of all. */
export function watchedBounds(
  le: readonly number[],
  buckets: readonly number[],
  slowdown: number,
): Watched[] {
  const all = buckets.at(-1) ?? 0;
  const finite = le.filter((bound) => Number.isFinite(bound));
  if (all === 0 || finite.length === 0) return [];
  const below = finite.map((_, index) => (buckets[index] ?? 0) / all);
  const nearest = quantiles.map((quantile) =>
    below.reduce(
      (best, share, index) => (off(share, quantile) < off(below[best] ?? 0, quantile) ? index : best),
      0,
    ),
  );
  return [...new Set(nearest)]
    .filter((index) => (below[index] ?? 1) < 1)
    .map((index) => ({ index, boundary: boundaryAt(finite, below, index, slowdown) }));
}

/** Compared by the odds, so that 0.98 is nearer to 0.99 than 0.999999 is. */
const off = (share: number, quantile: number): number =>
  Math.abs(Math.log((share + 1e-6) / (1 - share + 1e-6)) - Math.log(quantile / (1 - quantile)));

function boundaryAt(
  le: readonly number[],
  below: readonly number[],
  index: number,
  slowdown: number,
): number {
  const here = 1 - (below[index] ?? 0);
  const scaled = survival(le, below, (le[index] ?? 0) / (1 + slowdown));
  // Capped: no tolerance may call everything slower than the bound healthy.
  return Math.max(1, Math.min(scaled / here, 2));
}

/** Share of requests slower than x, between the bounds on the log-log line. */
function survival(le: readonly number[], below: readonly number[], x: number): number {
  const above = le.findIndex((bound) => bound >= x);
  const high = 1 - (below[above] ?? 1);
  const lower = above - 1;
  const low = lower < 0 ? 1 : 1 - (below[lower] ?? 0);
  const from = lower < 0 ? 0 : (le[lower] ?? 0);
  if (from <= 0 || high <= 0) return low;
  const part = Math.log(x / from) / Math.log((le[above] ?? x) / from);
  return Math.exp(Math.log(low) + part * (Math.log(high) - Math.log(low)));
}

/** Counts of one bound in one tick; undefined where an arm has no histogram. */
export function slower(canary: Arm, baseline: Arm, index: number): Counts | undefined {
  const [ours, theirs] = [canary.latencyBuckets, baseline.latencyBuckets];
  if (ours === undefined || theirs === undefined) return undefined;
  const canaryTotal = ours.at(-1) ?? 0;
  const baselineTotal = theirs.at(-1) ?? 0;
  return {
    canaryTotal,
    canaryErrors: Math.max(0, canaryTotal - (ours[index] ?? canaryTotal)),
    baselineTotal,
    baselineErrors: Math.max(0, baselineTotal - (theirs[index] ?? baselineTotal)),
  };
}
