/** Calibrates a series on its own past: each day of it is a watch that nobody should be asked about (A/A). */
import { z } from 'zod';
import { daysOf, expectedOf, median, profileSchema, straysOf, strayOf } from './past-profile.ts';
import type { Point, Profile, Strayed } from './past-profile.ts';
import { asksAbout } from './past.ts';
import type { PastOptions } from './past.ts';

export const pastCalibrationSchema = z.strictObject({
  profile: profileSchema,
  /** How far the hour before the watch strayed; null: nothing is known of it. */
  before: z.number().nullable(),
});
export type PastCalibration = z.output<typeof pastCalibrationSchema>;

export interface PastWatch {
  /** Seconds since the epoch. */
  readonly since: number;
  /** Seconds that it lasts at most. */
  readonly lasts: number;
  /** Seconds of a window. */
  readonly window: number;
}

const hour = 3600;
/** A little less will do: the first windows may be lacking. */
const twoDays = 47 * hour;
/** Seconds between the beginnings of two placebo watches. */
const every = 4 * hour;
/** How a spread grows over which a healthy day would have tripped, and how often at most. */
const growth = { by: 1.2, most: 20 };
/** Nothing is steadier than that: a spread measured on few days flatters. */
const leastSpread = 0.05;
/** Normal consistency of the median absolute deviation (Rousseeuw and Croux 1993), and the normal quantile of nine in ten. */
const madToDeviation = 1.4826;
const nineInTen = 1.645;

/** Undefined with less than two days of history: there is nothing to hold the series against. */
export function calibratePast(
  history: readonly Point[],
  options: PastOptions,
  { since, lasts, window }: PastWatch,
): PastCalibration | undefined {
  const days = daysOf(history, since);
  const expected = expectedOf(days);
  const oldest = Math.min(...days.flat().flatMap(({ t, count }) => (count === null ? [] : t)));
  if (since - oldest < twoDays || expected.every((one) => one === null)) return undefined;
  // It rides in heartbeats: what is beyond the fourth figure says nothing.
  const short = expected.map((one) => (one === null ? null : Number(one.toPrecision(4))));
  const strays = straysOf(days);
  let profile: Profile = { window, expected: short, ...steadinessOf(strays, window) };
  for (let grown = 0; grown < growth.most && isLoud(strays, profile, options, lasts); grown += 1)
    profile = { ...profile, spread: profile.spread * growth.by };
  const known = history.map((point) => ({ t: point.t, stray: strayOf(profile, point) }));
  return { profile, before: levelBefore(known, since) };
}

/** How far the days stray, and how much of that stays until the next window. */
function steadinessOf(
  days: readonly (readonly Strayed[])[],
  window: number,
): Pick<Profile, 'spread' | 'memory'> {
  const strays = days.flat();
  const sizes = strays
    .flatMap(({ stray }) => (stray === undefined ? [] : [Math.abs(stray.log)]))
    .sort((a, b) => a - b);
  const most = sizes[Math.floor(0.9 * sizes.length)] ?? 0;
  const spread = Math.max(leastSpread, madToDeviation * median(sizes), most / nineInTen);
  return { spread, memory: memoryOf(strays, window) };
}

/** Correlation of a stray with the one before, cut off at what is plausible. */
function memoryOf(strays: readonly Strayed[], window: number): number {
  const byPlace = new Map(strays.map(({ t, stray }) => [Math.round(t / window), stray?.log]));
  let products = 0;
  let squares = 0;
  for (const [place, log] of byPlace) {
    const before = byPlace.get(place - 1);
    if (log === undefined || before === undefined) continue;
    products += log * before;
    squares += (log * log + before * before) / 2;
  }
  return squares === 0 ? 0 : Math.max(0, Math.min(0.95, products / squares));
}

/** Whether a watch on any of these healthy days, held against the others, would have asked. */
const isLoud = (
  days: readonly (readonly Strayed[])[],
  profile: Profile,
  options: PastOptions,
  lasts: number,
): boolean =>
  days.some((strays) => {
    const first = strays[0]?.t ?? 0;
    const last = strays.at(-1)?.t ?? 0;
    const begins = Array.from({ length: Math.ceil((last - first) / every) }, (_, k) => first + k * every);
    return begins.some((since) => {
      const watched = strays.filter(({ t }) => t > since && t <= since + lasts).map(({ stray }) => stray);
      return asksAbout(profile, options, watched, levelBefore(strays, since));
    });
  });

/** The median of an hour: what is deployed in its last minutes does not pass for usual. */
function levelBefore(strays: readonly Strayed[], since: number): number | null {
  const logs = strays
    .filter(({ t }) => t > since - hour && t <= since)
    .flatMap(({ stray }) => stray?.log ?? []);
  return logs.length === 0 ? null : Number(median(logs).toPrecision(4));
}
