/** What a series is expected to be: the same half hour of earlier days, and how far healthy days stray from that. */
import { z } from 'zod';

export const profileSchema = z.strictObject({
  /** Seconds that are judged together. */
  window: z.number().positive(),
  /** In each half hour of the day (UTC): how many a window, or which share; null where history has none. */
  expected: z.array(z.number().nullable()),
  /** How far the logarithm strays from it, one standard deviation, and how much it hangs on the window before. */
  spread: z.number().positive(),
  memory: z.number().min(0).max(0.99),
});
export type Profile = z.output<typeof profileSchema>;

/** One window of the series. */
export interface Point {
  /** Its end, in seconds since the epoch. */
  readonly t: number;
  /** What was counted in it; null: no data. */
  readonly count: number | null;
  /** Among how many, where a share is watched: errors among requests. Absent: the count itself is. */
  readonly among?: number;
}

/** How far a window strays, and what counting alone makes of that. */
export interface Stray {
  readonly log: number;
  readonly noise: number;
  /** What was to be expected. */
  readonly usual: number;
}

/** The points of a day, or of a part of one. */
type Points = readonly Point[];

const day = 86_400;
const bin = 1800;
const bins = day / bin;
/** Added to both sides of a ratio of counts, so that a few events more or less are no multiple of anything. */
const ground = 3;

/** Undefined where nothing was counted, or nothing is expected. */
export function strayOf(
  { expected }: Pick<Profile, 'expected'>,
  { t, count, among }: Point,
): Stray | undefined {
  const each = expectedAt(expected, t);
  if (each === undefined || !isCount(count) || among === 0) return undefined;
  const usual = each * (among ?? 1);
  return {
    log: Math.log((count + ground) / (usual + ground)),
    // Of a Poisson count, through the logarithm (delta method).
    noise: Math.sqrt(Math.max(usual, 1)) / (usual + ground),
    usual,
  };
}

const isCount = (count: number | null): count is number =>
  count !== null && Number.isFinite(count) && count >= 0;

const timeOfDay = (t: number): number => ((t % day) + day) % day;

/** Between the middles of two half hours, along the line. */
function expectedAt(expected: Profile['expected'], t: number): number | undefined {
  const place = timeOfDay(t) / bin - 0.5;
  const low = Math.floor(place);
  const at = (index: number): number | null => expected[(index + bins) % bins] ?? null;
  const [a, b] = [at(low), at(low + 1)];
  if (a === null || b === null) return a ?? b ?? undefined;
  return a + (b - a) * (place - low);
}

/** The history in days that are counted back from its end; days that say nothing are left out. */
export function daysOf(history: Points, end: number): readonly Points[] {
  const days = new Map<number, Point[]>();
  for (const point of history) {
    if (point.t > end) continue;
    const index = Math.floor((end - point.t) / day);
    const known = days.get(index);
    if (known === undefined) days.set(index, [point]);
    else known.push(point);
  }
  return [...days.values()].filter((points) => points.some(({ count }) => isCount(count)));
}

/** A half hour that a single day has is not enough to expect anything of. */
export const expectedOf = (days: readonly Points[]): (number | null)[] => medians(days.map(meansOf), 2);

const medians = (means: readonly (readonly (number | undefined)[])[], least: number): (number | null)[] =>
  Array.from({ length: bins }, (_, index) => {
    const known = means.flatMap((mean) => mean[index] ?? []);
    return known.length < least ? null : median(known);
  });

/** A day's mean in each half hour, weighted by what a share is of. */
function meansOf(points: Points): readonly (number | undefined)[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, among: 0 }));
  for (const { t, count, among = 1 } of points) {
    const sum = sums[Math.floor(timeOfDay(t) / bin)];
    if (sum === undefined || !isCount(count)) continue;
    sum.count += count;
    sum.among += among;
  }
  return sums.map(({ count, among }) => (among > 0 ? count / among : undefined));
}

export interface Strayed {
  readonly t: number;
  readonly stray: Stray | undefined;
}

/** The strays of each day from what the others make one expect, window by window. */
export function straysOf(days: readonly Points[]): readonly (readonly Strayed[])[] {
  const means = days.map(meansOf);
  return days.map((points, index) => {
    const others = means.filter((_, other) => other !== index);
    const expected = medians(others, 1);
    return points.map((point) => ({ t: point.t, stray: strayOf({ expected }, point) }));
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
