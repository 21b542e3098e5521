/**
 * How many false alarms a lane promises: the highest run-ups of the placebos' evidence (CUSUM, Page 1954), their tail
 * extrapolated as an exponential one (peaks over a threshold, Pickands 1975), whichever number of peaks looks worst.
 */
/** Nats that suffice while the money of the start is whole, and later, when a fiftieth of the rest bets. */
const head = 6;
const late = 10;
/** Standard errors by which the tail may be heavier than it looks. */
const doubt = 1.5;
/** Numbers of peaks that the tail is read off. */
const tops = [3, 6, 12, 24];

/** `values` are log factors, placebo after placebo, `length` blocks of `seconds` each. */
export function alarmsADay(values: Float64Array, length: number, seconds: number): number {
  const peaks: number[] = [];
  let level = 0;
  let peak = 0;
  for (let k = 0; k < values.length; k += 1) {
    level += values[k] ?? 0;
    if (level > peak) peak = level;
    if (level > 0 && (k + 1) % length !== 0) continue;
    if (peak > 0) peaks.push(peak);
    level = 0;
    peak = 0;
  }
  peaks.sort((a, b) => b - a);
  const hours = (values.length * seconds) / 3600;
  return Math.max(0, ...tops.map((top) => expected(peaks, top, hours)));
}

function expected(peaks: readonly number[], top: number, hours: number): number {
  if (peaks.length < top + 1) return 0;
  const base = peaks[top] ?? 0;
  let excess = 0;
  for (let k = 0; k < top; k += 1) excess += (peaks[k] ?? 0) - base;
  const scale = Math.max(0.05, (excess / top) * (1 + doubt / Math.sqrt(top)));
  return (top / hours) * (Math.exp((base - head) / scale) + 24 * Math.exp((base - late) / scale));
}
