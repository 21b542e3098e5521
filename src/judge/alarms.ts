/**
 * How many false alarms a lane promises: the highest run-ups of the placebos' evidence (CUSUM, Page 1954), their tail
 * extrapolated as an exponential one (peaks over a threshold, Pickands 1975), whichever number of peaks looks worst.
 */
/** Nats that suffice while the money of the start is whole, and later, when a fiftieth of the rest bets. */
const head = 6;
const late = 10;
/** Standard errors by which the tail may be heavier than it looks. */
const doubt = 0.7;
/** Numbers of peaks that the tail is read off. */
const tops = [5, 10, 20];

/**
 * `values` are log factors, placebo after placebo, `length` blocks of `seconds` each; `most` is what late money may win in a
 * block. An hour of the day is bet by the money of the start, all of it by late money.
 */
export function alarmsADay(values: Float64Array, length: number, seconds: number, most: number): number {
  const hours = (values.length * seconds) / 3600;
  const early = runUps(values, length, Infinity);
  const later = runUps(values, length, most);
  return Math.max(
    0,
    ...tops.map((top) => expected(early, top, head) / hours + (24 * expected(later, top, late)) / hours),
  );
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
  return peaks.sort((a, b) => b - a);
}

/** Peaks above `limit` that the tail of the `top` highest promises. */
function expected(peaks: readonly number[], top: number, limit: number): number {
  if (peaks.length < top + 1) return 0;
  const base = peaks[top] ?? 0;
  let excess = 0;
  for (let k = 0; k < top; k += 1) excess += (peaks[k] ?? 0) - base;
  const scale = Math.max(0.05, (excess / top) * (1 + doubt / Math.sqrt(top)));
  return top * Math.exp((base - limit) / scale);
}
