/** Whether placebo soaks show a lane to be fair: a healthy canary must not grow rich in it. */
import { alarmsADay } from './alarms.ts';
import { mostLate } from './lane.ts';
import type { Lane } from './lane.ts';

/** False alarms of one lane in a day that are bearable. */
const most = 0.004;
/** Seconds of a burst that history may have missed once. */
const missed = 60;
/** Runs of blocks whose product must be fair too, for blocks may hang together. */
const runs = [1, 4, 16];

/**
 * Its factor is worth at most 1 on average, over single blocks and over runs of them, with a standard error to spare and room
 * for one burst that history did not show; and its run-ups promise no more false alarms than are bearable.
 * `values` are log factors, placebo after placebo, `length` blocks each.
 */
export function isFair(lane: Lane, values: Float64Array, length: number): boolean {
  return (
    runs.every((run) => isMeanFair(lane, values, { length, run })) &&
    alarmsADay(values, length, lane.seconds, mostLate(lane.seconds)) <= most
  );
}

function isMeanFair(
  lane: Lane,
  values: Float64Array,
  { length, run }: { length: number; run: number },
): boolean {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let first = 0; first + length <= values.length; first += length) {
    for (let k = first; k + run <= first + length; k += run) {
      let log = 0;
      for (let j = k; j < k + run; j += 1) log += values[j] ?? 0;
      const value = Math.exp(log);
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  if (count < 8) return run > 1;
  const mean = sum / count;
  const error = Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
  const cap = lane.kind === 'mean' ? 2 : lane.cap;
  const unseen = Math.exp(cap * Math.min(run, Math.max(1, Math.ceil(missed / lane.seconds)))) / count;
  return mean + error + unseen <= 1;
}
