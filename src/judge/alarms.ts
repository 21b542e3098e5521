/**
 * How many false alarms a lane promises: the highest run-ups of the placebos' evidence (CUSUM, Page 1954), their tail
 * extrapolated as an exponential one (peaks over a threshold, Pickands 1975) whose scale is known from so many peaks only,
 * whichever number of peaks looks worst.
 */
import { lost } from './table.ts';

/** Numbers of peaks that the tail is read off. */
const tops = [3, 5, 10, 20];
const day = 86_400;

/** What a lane makes of the placebos: log factors, placebo after placebo, `length` blocks of `seconds` each. */
export interface Trace {
  readonly values: Float64Array;
  readonly length: number;
  readonly seconds: number;
}

/**
 * Of the money of the start: a soak must begin so shortly before a run-up that a healthy canary has not lost the money, or less
 * of it than the run-up has to spare.
 */
export function alarmsAtStart({ values, length }: Trace, temper: number, nats: number): number {
  const peaks = runUps(values, length, Infinity).map((peak) => peak / temper);
  const drift = values.reduce((sum, value) => sum + value, 0) / values.length / temper;
  return worst(peaks, nats, (scale) => 1 + Math.min(lost, scale) / Math.max(1e-6, -drift)) / values.length;
}

/** Of late money, which may win `most` in a block and needs `nats`. */
export function alarmsADay(
  { values, length, seconds }: Trace,
  { temper, most, nats }: { temper: number; most: number; nats: number },
): number {
  const peaks = runUps(values, length, most * temper).map((peak) => peak / temper);
  return (worst(peaks, nats, () => 1) / values.length) * (day / seconds);
}

/** Highest first. */
function runUps(values: Float64Array, length: number, most: number): number[] {
  const peaks: number[] = [];
  let level = 0;
  let peak = 0;
  for (let k = 0; k < values.length; k += 1) {
    level += Math.min(most, values[k] ?? 0);
    if (level > peak) peak = level;
    if (level > 0 && (k + 1) % length !== 0) continue;
    if (peak > 0) peaks.push(peak);
    level = 0;
    peak = 0;
  }
  return peaks.sort((a, b) => b - a).slice(0, Math.max(...tops) + 1);
}

/** Peaks above `limit` that the tail promises, each `weighed` by its scale: exponential, of uncertain scale (Lomax 1954). */
function worst(peaks: readonly number[], limit: number, weighed: (scale: number) => number): number {
  const expected = tops.map((top) => {
    if (peaks.length < top + 1) return 0;
    const base = peaks[top] ?? 0;
    const excess = peaks.slice(0, top).reduce((sum, peak) => sum + peak - base, 0);
    const scale = Math.max(0.05, excess / top);
    return top * (1 + Math.max(0, limit - base) / (top * scale)) ** -top * weighed(scale);
  });
  return Math.max(0, ...expected);
}
