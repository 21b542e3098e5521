/**
 * A bettor puts its money on one alternative, block by block. Its wealth is a test supermartingale under the null hypothesis
 * (Shafer and Vovk, "Game-theoretic foundations for probability and finance", 2019), so a mixture of bettors is one too, and
 * by Ville's inequality reaches 1/alpha with probability alpha at most, however often one looks.
 */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';
import { laneSchema, mostLate, worth } from './lane.ts';

export const bettorSchema = z.strictObject({
  lane: laneSchema,
  /** Times the boundary. */
  times: z.number().positive(),
  /** Its part of the side's prior. */
  prior: z.number().positive(),
});
export type Bettor = z.output<typeof bettorSchema>;

/** What a bettor remembers. */
export const purseSchema = z.strictObject({
  /** Number of the open block, and what it has gathered. */
  block: z.number().int(),
  open: z.strictObject({
    canaryTotal: z.number(),
    canaryErrors: z.number(),
    baselineTotal: z.number(),
    baselineErrors: z.number(),
  }),
  /** Log wealth of what was bet from the start. */
  head: z.number(),
  /** Log wealth of what joined later; null before anything did. */
  late: z.number().nullable(),
  /** Half hours whose money has joined. */
  joined: z.number().int(),
});
export type Purse = z.output<typeof purseSchema>;

const empty: Counts = { canaryTotal: 0, canaryErrors: 0, baselineTotal: 0, baselineErrors: 0 };
export const freshPurse: Purse = { block: 0, open: empty, head: 0, late: null, joined: 0 };

/** Money kept for harm that sets in late: a fiftieth of what is left joins every half hour. */
const headShare = 0.8;
const joins = 0.02;
const halfHour = 1800;

/** A span of the soak, in seconds since its start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function bet(
  bettor: Bettor,
  purse: Purse,
  { from, to }: Span,
  counts: Counts,
  boundary: number,
): Purse {
  const { seconds } = bettor.lane;
  const index = blockOf(from, seconds);
  const opened = index === purse.block ? purse : begin(settle(bettor, purse, boundary), index, seconds);
  const filled = { ...opened, open: add(opened.open, counts) };
  // A block that ends with this tick counts at once.
  const next = blockOf(to, seconds);
  return next === index ? filled : begin(settle(bettor, filled, boundary), next, seconds);
}

/** Wealth for one unit of money, with what has not joined yet. */
export const wealth = ({ head, late, joined }: Purse): number =>
  headShare * exp(head) + (late === null ? 0 : exp(late)) + kept(joined);

function settle({ lane, times }: Bettor, purse: Purse, boundary: number): Purse {
  const log = worth(lane, purse.open, boundary, times);
  return {
    ...purse,
    open: empty,
    head: purse.head + log,
    late: purse.late === null ? null : purse.late + Math.min(log, mostLate(lane.seconds)),
  };
}

function begin(purse: Purse, block: number, seconds: number): Purse {
  const due = Math.floor((block * seconds) / halfHour);
  if (due <= purse.joined) return { ...purse, block };
  const joining = kept(purse.joined) - kept(due);
  // Wealth that has dwindled to nothing stays far below what joins: the sum never loses it to rounding.
  const late = Math.log((purse.late === null ? 0 : exp(purse.late)) + joining);
  return { ...purse, block, joined: due, late };
}

/** Money that has not joined after so many half hours. */
const kept = (joined: number): number => (1 - headShare) * (1 - joins) ** joined;

const blockOf = (at: number, seconds: number): number => Math.floor(at / seconds + 1e-9);

const add = (a: Counts, b: Counts): Counts => ({
  canaryTotal: a.canaryTotal + b.canaryTotal,
  canaryErrors: a.canaryErrors + b.canaryErrors,
  baselineTotal: a.baselineTotal + b.baselineTotal,
  baselineErrors: a.baselineErrors + b.baselineErrors,
});

/** Beyond e^300 nobody counts. */
const exp = (log: number): number => Math.exp(Math.min(log, 300));
