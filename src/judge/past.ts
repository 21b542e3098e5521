/**
 * Judges one series against its own past: spikes and dips of traffic or of a share of errors where there is no baseline. What
 * is usual is known less well than from a baseline, so tolerances are wide, and a notable change asks a person rather than aborts.
 */
import { z } from 'zod';
import { strayOf } from './past-profile.ts';
import type { Point, Profile, Stray } from './past-profile.ts';
import { duration, number, times } from './sentence.ts';
import type { Verdict } from './verdict.ts';

export const pastOptionsSchema = z.strictObject({
  watch: z.enum(['spikes', 'dips', 'both']).default('both').describe('Which changes are notable'),
  tolerance: z
    .number()
    .positive()
    .max(10)
    .default(0.3)
    .describe('Change that is tolerated: 0.3 is 30 % more, or as much less'),
  falseAlarm: z.number().positive().max(0.5).default(0.01).describe('Chance of asking about a usual day'),
});
export type PastOptions = z.output<typeof pastOptionsSchema>;

export const pastStateSchema = z.strictObject({
  /** Stray of the window before; null after a gap. */
  before: z.number().nullable(),
  /** Log wealth of each bettor, those on spikes first. */
  wealth: z.array(z.number()),
  windows: z.number().int(),
  /** What was counted in all of them, and what was to be expected. */
  seen: z.number(),
  usual: z.number(),
});
export type PastState = z.output<typeof pastStateSchema>;

/** A notable change. */
export type Change = 'spike' | 'dip';
const changes = ['spike', 'dip'] as const;

/** Stakes, in standard deviations. */
const stakes = [0.25, 0.6, 1.2];
/** One wild window decides nothing: beyond so many deviations it counts no more (Huber 1964). */
const wild = 3;

/** `before`: how far the time before the watch strayed, for a day that is busier than others is so from the start. */
export const freshPastState = (before: number | null = null): PastState => ({
  before,
  wealth: [...stakes, ...stakes].map(() => 0),
  windows: 0,
  seen: 0,
  usual: 0,
});

/** Takes a window in. One without data, or for which nothing is expected, is a gap. */
export function lookBack(profile: Profile, options: PastOptions, state: PastState, point: Point): PastState {
  const stray = strayOf(profile, point);
  if (stray === undefined) return { ...state, before: null };
  return {
    before: stray.log,
    wealth: wealthAfter(profile, options, state, stray),
    windows: state.windows + 1,
    seen: state.seen + (point.count ?? 0),
    usual: state.usual + stray.usual,
  };
}

/**
 * Gaussian betting on the innovations of a first-order autoregression: exp(s z - s^2 / 2) has mean 1 for a standard normal z
 * (Wald 1945). The tolerance is part of the null.
 */
function wealthAfter(
  { memory: longest, spread }: Profile,
  { tolerance }: PastOptions,
  { before, wealth }: Pick<PastState, 'before' | 'wealth'>,
  { log, noise }: Stray,
): number[] {
  const memory = before === null ? 0 : longest;
  const deviation = Math.max(noise, spread * Math.sqrt(1 - memory * memory));
  const allowed = (1 - memory) * Math.log1p(tolerance);
  const innovation = log - memory * (before ?? 0);
  const up = cut((innovation - allowed) / deviation);
  const down = cut((-innovation - allowed) / deviation);
  return wealth.map((known, index) => {
    const stake = stakes[index % stakes.length] ?? 0;
    return known + stake * (index < stakes.length ? up : down) - (stake * stake) / 2;
  });
}

const cut = (z: number): number => Math.max(-wild, Math.min(wild, z));

/** Whether a watch that meets these strays, one a window, would ask a person: as `lookBack` and `judgePast` have it. */
export function asksAbout(
  profile: Profile,
  options: PastOptions,
  strays: readonly (Stray | undefined)[],
  level: number | null,
): boolean {
  let { before, wealth } = freshPastState(level);
  const least = Math.log(asksAtOf(options));
  for (const stray of strays) {
    if (stray === undefined) {
      before = null;
      continue;
    }
    wealth = wealthAfter(profile, options, { before, wealth }, stray);
    before = stray.log;
    // The mean of the bettors is no more than the richest.
    if (Math.max(...wealth) >= least && changeIn(options, oddsOf(wealth), []) !== undefined) return true;
  }
  return false;
}

export interface PastJudgement {
  readonly verdict: Extract<Verdict, 'continue' | 'inconclusive'>;
  /** What a person is asked about. */
  readonly change?: Change;
  readonly reason: string;
  /** Odds against a usual day, of a spike and of a dip, and at which they are asked about. */
  readonly spike: number;
  readonly dip: number;
  readonly asksAt: number;
}

/** `explained`: changes that a person knows of and that are not asked about again. */
export function judgePast(
  profile: Profile,
  options: PastOptions,
  state: PastState,
  explained: readonly Change[] = [],
): PastJudgement {
  const odds = oddsOf(state.wealth);
  const figures = { ...odds, asksAt: asksAtOf(options) };
  const reason = sentence(profile, state);
  const change = changeIn(options, odds, explained);
  if (change === undefined) return { verdict: 'continue', reason, ...figures };
  return { verdict: 'inconclusive', change, reason: `a ${change}: ${reason}`, ...figures };
}

type Odds = Readonly<Record<Change, number>>;

const changeIn = (options: PastOptions, odds: Odds, explained: readonly Change[]): Change | undefined =>
  changes.find((one) => watches(options, one) && !explained.includes(one) && odds[one] >= asksAtOf(options));

export const watches = ({ watch }: PastOptions, change: Change): boolean =>
  watch === 'both' || watch === `${change}s`;

/** Where both are watched, each gets half of the chance. */
const asksAtOf = ({ watch, falseAlarm }: PastOptions): number => (watch === 'both' ? 2 : 1) / falseAlarm;

function oddsOf(wealth: readonly number[]): Odds {
  const mean = (from: number): number =>
    stakes.reduce((sum, _, k) => sum + Math.exp(Math.min(300, wealth[from + k] ?? 0)), 0) / stakes.length;
  return { spike: mean(0), dip: mean(stakes.length) };
}

function sentence({ window }: Profile, { windows, seen, usual }: PastState): string {
  if (windows === 0) return 'no data yet';
  const expected = usual < 10 ? Number(usual.toFixed(1)) : number(usual);
  const ratio = usual === 0 ? '' : ` (${times(seen / usual)})`;
  return `${number(seen)} where ${expected} are usual at this time of day${ratio}, over ${duration(windows * window)}`;
}
