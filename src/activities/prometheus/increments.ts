/**
 * Counters' increments between two times, exactly as scraped. A reset counts the new value whole and a series' first
 * value not at all, as Prometheus' `increase` has it; nothing is extrapolated, and what a missed scrape hid comes with the next one.
 */
import type { RawSeries } from './raw-series.ts';

/** Times that cut a stretch into ticks: tick i is the time after `edges[i]` up to `edges[i + 1]`. Seconds, ascending. */
export type Edges = readonly number[];

/**
 * What the series added in each tick; undefined where no increment is known of it, as it was not scraped then.
 * `born` tells that the target was scraped before the series' first sample: then it began at zero.
 */
export function incrementsOf(
  samples: RawSeries['samples'],
  edges: Edges,
  born: 'at-zero' | 'unknown',
): (number | undefined)[] {
  const ticks: (number | undefined)[] = edges.slice(1).map(() => undefined);
  let previous = born === 'at-zero' ? 0 : undefined;
  for (const [time, value] of samples) {
    const tick = tickOf(time, edges);
    if (previous !== undefined && tick !== undefined) {
      ticks[tick] = (ticks[tick] ?? 0) + (value < previous ? value : value - previous);
    }
    previous = value;
  }
  return ticks;
}

/** The tick in which a time lies; undefined outside of all of them. */
export function tickOf(time: number, edges: Edges): number | undefined {
  const first = edges[0];
  const last = edges.at(-1);
  if (first === undefined || last === undefined || time <= first || time > last) return undefined;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time > (edges[middle] ?? Infinity)) low = middle;
    else high = middle;
  }
  return low;
}

/** Adds tick by tick; undefined only where both are. */
export const addTicks = (
  a: readonly (number | undefined)[],
  b: readonly (number | undefined)[],
): (number | undefined)[] =>
  a.map((one, index) => {
    const other = b[index];
    return one === undefined ? other : other === undefined ? one : one + other;
  });
