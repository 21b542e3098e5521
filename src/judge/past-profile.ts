/** What a series is expected to be: the same time of day on earlier days, and how far healthy days stray from that. */
import { z } from 'zod';

export const profileSchema = z.strictObject({
  /** Seconds of a slot of the day. */
  slot: z.number().positive(),
  /** Log of the expected value in each slot; null where history has none. */
  expected: z.array(z.number().nullable()),
  /** How far the log strays, one standard deviation, and how much it hangs on the slot before. */
  spread: z.number().positive(),
  memory: z.number().min(0).max(0.99),
  /** Added to every value, so that zero has a logarithm. */
  ground: z.number().positive(),
});
export type Profile = z.output<typeof profileSchema>;

export interface Point {
  readonly t: number;
  /** Null: no data. */
  readonly value: number | null;
}

const day = 86_400;
/** Normal consistency of the median absolute deviation (Rousseeuw and Croux 1993). */
const madToDeviation = 1.4826;
/** Nothing is steadier than that: a spread measured on few days flatters. */
const leastSpread = 0.05;

/** Fewer than two days of history give no profile: there is nothing to hold the series against. */
export function profileOf(history: readonly Point[], slot = 600): Profile | undefined {
  const slots = bySlot(history, slot);
  if (new Set([...slots.keys()].map((index) => Math.floor((index * slot) / day))).size < 2) return undefined;
  const values = [...slots.values()].sort((a, b) => a - b);
  const ground = Math.max(1e-9, 0.01 * (values[Math.floor(values.length / 2)] ?? 0));
  const logs = new Map([...slots].map(([index, value]) => [index, Math.log(value + ground)]));
  const perDay = Math.round(day / slot);
  const expected = Array.from({ length: perDay }, (_, of) =>
    median([...logs].filter(([index]) => index % perDay === of).map(([, log]) => log)),
  );
  const strays = [...logs].map(([index, log]) => [index, log - (expected[index % perDay] ?? log)] as const);
  // Each expectation was made from these very days, which makes them look steadier than they are: a third more.
  const spread = Math.max(
    leastSpread,
    (4 / 3) * madToDeviation * (median(strays.map(([, stray]) => Math.abs(stray))) ?? 0),
  );
  return { slot, expected, spread, memory: memoryOf(new Map(strays)), ground };
}

/** Means of whole slots, numbered since the epoch. */
function bySlot(points: readonly Point[], slot: number): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { t, value } of points) {
    if (value === null || !Number.isFinite(value) || value < 0) continue;
    const at = Math.floor(t / slot);
    const { sum, count } = sums.get(at) ?? { sum: 0, count: 0 };
    sums.set(at, { sum: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([at, { sum, count }]) => [at, sum / count]));
}

/** Correlation of a stray with the one before, rank-free but cut off at what is plausible. */
function memoryOf(strays: ReadonlyMap<number, number>): number {
  let products = 0;
  let squares = 0;
  for (const [index, stray] of strays) {
    const before = strays.get(index - 1);
    if (before === undefined) continue;
    products += stray * before;
    squares += stray * stray;
  }
  return squares === 0 ? 0 : Math.max(0, Math.min(0.95, products / squares));
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
