/** Histograms as cumulative increments of watched bounds; the classic ones, a series a bucket, and the native ones. */
import type { Edges } from './increments.ts';
import { addTicks, incrementsOf } from './increments.ts';
import type { NativeHistogram, RawSeries } from './raw-series.ts';

/** Increments in each tick, by upper bound. */
export type BoundTicks = ReadonlyMap<number, readonly (number | undefined)[]>;

/** Adds up classic buckets, `le` by `le`. Pods of one version have the same bounds; those that only some have are left out later. */
export function classicTicks(
  buckets: readonly RawSeries[],
  edges: Edges,
  born: (series: RawSeries) => 'at-zero' | 'unknown',
): BoundTicks {
  const sums = new Map<number, (number | undefined)[]>();
  for (const series of buckets) {
    const bound = boundOf(series.labels['le']);
    if (bound === undefined) continue;
    const ticks = incrementsOf(series.samples, edges, born(series));
    const sum = sums.get(bound);
    sums.set(bound, sum === undefined ? ticks : addTicks(sum, ticks));
  }
  return sums;
}

/** Native buckets at the bounds that the first of the histograms has; a later one of lower resolution is coarser at some. */
export function nativeTicks(series: readonly RawSeries[], edges: Edges): BoundTicks {
  const bounds = boundsOf(series);
  const sums = new Map<number, (number | undefined)[]>();
  for (const { histograms } of series) {
    for (const bound of bounds) {
      const samples = histograms.map(([time, histogram]) => [time, below(histogram, bound)] as const);
      const ticks = incrementsOf(samples, edges, 'unknown');
      const sum = sums.get(bound);
      sums.set(bound, sum === undefined ? ticks : addTicks(sum, ticks));
    }
  }
  return sums;
}

function boundsOf(series: readonly RawSeries[]): number[] {
  const uppers = series.flatMap(({ histograms }) => histograms[0]?.[1].buckets.map(([upper]) => upper) ?? []);
  return [...new Set([...uppers, Infinity])].sort((a, b) => a - b);
}

const below = ({ count, buckets }: NativeHistogram, bound: number): number =>
  bound === Infinity
    ? count
    : buckets.reduce((sum, [upper, inBucket]) => (upper <= bound ? sum + inBucket : sum), 0);

/** `0.5` and `0.50` are one bound. */
function boundOf(le: string | undefined): number | undefined {
  if (le === undefined) return undefined;
  const bound = le === '+Inf' ? Infinity : Number(le);
  return Number.isNaN(bound) ? undefined : bound;
}
