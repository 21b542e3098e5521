/**
 * Judges one series against its own past: spikes and dips of traffic or of an error rate where there is no baseline. There is
 * no placebo to be sure of, so tolerances are wide, and a notable change asks a person rather than aborts.
 */
import { z } from 'zod';
import type { Point, Profile } from './past-profile.ts';
import { duration, times } from './sentence.ts';
import type { Verdict } from './verdict.ts';

export const pastOptionsSchema = z.strictObject({
  watch: z.enum(['spikes', 'dips', 'both']).default('both'),
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
  /** The open slot since the epoch, null before the first; its sum and how many looks it has. */
  slot: z.number().int().nullable(),
  sum: z.number(),
  looks: z.number().int(),
  /** Stray of the slot before, beyond the expectation; null after a gap. */
  before: z.number().nullable(),
  /** Log wealth of each bettor, those on spikes first. */
  wealth: z.array(z.number()),
  slots: z.number().int(),
  /** Mean of the strays, for the sentence. */
  mean: z.number(),
});
export type PastState = z.output<typeof pastStateSchema>;

/** Stakes, in standard deviations. */
const stakes = [0.25, 0.6, 1.2];

export const freshPastState: PastState = {
  slot: null,
  sum: 0,
  looks: 0,
  before: null,
  wealth: [...stakes, ...stakes].map(() => 0),
  slots: 0,
  mean: 0,
};

export function lookBack(
  profile: Profile,
  options: PastOptions,
  state: PastState,
  { t, value }: Point,
): PastState {
  const slot = Math.floor(t / profile.slot);
  const closed = state.slot !== null && slot > state.slot ? closeSlot(profile, options, state, slot) : state;
  if (value === null || !Number.isFinite(value) || value < 0) return { ...closed, slot };
  return { ...closed, slot, sum: closed.sum + value, looks: closed.looks + 1 };
}

/**
 * Gaussian betting on the innovations of a first-order autoregression: exp(s z - s^2 / 2) has mean 1 for a standard normal z
 * (Wald 1945); z is cut off at three, so that one wild slot decides nothing (Huber 1964). The tolerance is part of the null.
 */
function closeSlot(profile: Profile, options: PastOptions, state: PastState, next: number): PastState {
  const reset = { ...state, sum: 0, looks: 0 };
  const expected = profile.expected[(state.slot ?? 0) % profile.expected.length] ?? null;
  if (state.looks === 0 || expected === null) return { ...reset, before: null };
  const stray = Math.log(state.sum / state.looks + profile.ground) - expected;
  const memory = state.before === null ? 0 : profile.memory;
  const deviation = profile.spread * Math.sqrt(1 - memory * memory);
  const allowed = (1 - memory) * Math.log1p(options.tolerance);
  const innovation = stray - memory * (state.before ?? 0);
  const z = [innovation - allowed, -innovation - allowed].map((x) =>
    Math.max(-3, Math.min(3, x / deviation)),
  );
  const wealth = state.wealth.map((log, index) => {
    const stake = stakes[index % stakes.length] ?? 0;
    return log + stake * (z[index < stakes.length ? 0 : 1] ?? 0) - (stake * stake) / 2;
  });
  return {
    ...reset,
    before: next === (state.slot ?? 0) + 1 ? stray : null,
    wealth,
    slots: state.slots + 1,
    mean: (state.mean * state.slots + stray) / (state.slots + 1),
  };
}

export interface PastJudgement {
  readonly verdict: Extract<Verdict, 'continue' | 'inconclusive'>;
  readonly reason: string;
  /** Odds against a usual day, of a spike and of a dip. */
  readonly spike: number;
  readonly dip: number;
}

export function judgePast(
  profile: Profile,
  { watch, falseAlarm }: PastOptions,
  state: PastState,
): PastJudgement {
  const odds = (from: number): number =>
    stakes.reduce((sum, _, k) => sum + Math.exp(Math.min(300, state.wealth[from + k] ?? 0)), 0) /
    stakes.length;
  const figures = { spike: odds(0), dip: odds(stakes.length) };
  // Where both are watched, each gets half of the chance.
  const trip = (watch === 'both' ? 2 : 1) / falseAlarm;
  const long = duration(state.slots * profile.slot);
  const said = `${times(Math.exp(state.mean))} what this time of day is used to, over ${long}`;
  if (watch !== 'dips' && figures.spike >= trip)
    return { verdict: 'inconclusive', reason: `a spike: ${said}`, ...figures };
  if (watch !== 'spikes' && figures.dip >= trip)
    return { verdict: 'inconclusive', reason: `a dip: ${said}`, ...figures };
  return { verdict: 'continue', reason: state.slots === 0 ? 'no data yet' : said, ...figures };
}
