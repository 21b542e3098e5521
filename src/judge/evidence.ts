/** The evidence about one pair of counters: bettors for harm, bettors for health, and what both arms have counted. */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';
import { freshLooks, looksSchema, looksStateSchema, looksWealth, watch } from './looks.ts';
import { bet, freshPurse, purseSchema, tableSchema, wealth } from './table.ts';
import type { Span } from './open-block.ts';
import type { Purse, Table } from './table.ts';

/** The tables of one metric, as calibration chose them. */
export const bettingSchema = z.strictObject({
  harm: z.array(tableSchema).min(1),
  health: z.array(tableSchema).min(1),
  /** Absent where the tables of health are quicker, and in calibrations of earlier versions. */
  looks: looksSchema.exactOptional(),
  /** Times the odds of health that are wanted; absent where it is once, see caution.ts. */
  caution: z.number().min(1).exactOptional(),
});
export type Betting = z.output<typeof bettingSchema>;

export const evidenceSchema = z.strictObject({
  harm: z.array(purseSchema),
  health: z.array(purseSchema),
  /** Log evidence that the canary's own rate is below the floor. */
  low: z.number(),
  totals: z.strictObject({
    canaryTotal: z.number(),
    canaryErrors: z.number(),
    baselineTotal: z.number(),
    baselineErrors: z.number(),
  }),
  /** Errors that the baseline is credited with, see `credit`. */
  credited: z.number(),
  looks: looksStateSchema.exactOptional(),
});
export type Evidence = z.output<typeof evidenceSchema>;

/** Where the two null hypotheses end: rate ratios, and a rate that is no harm whatever the baseline's. */
export interface Bounds {
  readonly harm: number;
  readonly health: number;
  readonly floor: number;
}

export const freshEvidence = ({ harm, health, looks }: Betting): Evidence => ({
  harm: harm.map(freshPurse),
  health: health.map(freshPurse),
  low: 0,
  totals: { canaryTotal: 0, canaryErrors: 0, baselineTotal: 0, baselineErrors: 0 },
  credited: 0,
  ...(looks === undefined ? {} : { looks: freshLooks(looks) }),
});

/** Adds a tick. A tick in which an arm served nothing says nothing. */
export function gather(
  betting: Betting,
  before: Evidence,
  counts: Counts,
  span: Span,
  bounds: Bounds,
): Evidence {
  if (counts.canaryTotal === 0 || counts.baselineTotal === 0) return before;
  const { looks } = betting;
  const totals = {
    canaryTotal: before.totals.canaryTotal + counts.canaryTotal,
    canaryErrors: before.totals.canaryErrors + counts.canaryErrors,
    baselineTotal: before.totals.baselineTotal + counts.baselineTotal,
    baselineErrors: before.totals.baselineErrors + counts.baselineErrors,
  };
  const credited = credit(before, totals, bounds.floor);
  const withCredit = { ...counts, baselineErrors: credited - before.credited };
  const betAll = (
    tables: readonly Table[],
    purses: readonly Purse[],
    given: Counts,
    boundary: number,
  ): Purse[] =>
    tables.map((table, index) => bet(table, purses[index] ?? freshPurse(table), span, given, boundary));
  return {
    harm: betAll(betting.harm, before.harm, withCredit, bounds.harm),
    health: betAll(betting.health, before.health, counts, bounds.health),
    low: before.low + lowLog(counts, bounds.floor) / spreadOf(betting.health),
    totals,
    credited,
    ...(looks === undefined
      ? {}
      : { looks: watch(looks, before.looks ?? freshLooks(looks), span, counts, bounds.health) }),
  };
}

export const harmEvidence = ({ harm }: Betting, { harm: purses }: Evidence): number => mixture(harm, purses);

/** Where there are planned looks, they have most of the money. */
export const looksShare = 0.85;
/** Less where history did not tell how much their score scatters. */
export const unknownShare = 0.7;
/** So that a passed look is worth its odds whatever rounding does. */
const rounding = 1 + 1e-9;

/** Harm is a rate above both the baseline's by the margin and the floor: evidence against either one will do. */
export function healthEvidence(betting: Betting, { health, low, looks }: Evidence): number {
  const any = 0.9 * mixture(betting.health, health) + 0.1 * Math.exp(Math.min(low, 300));
  const { caution = 1 } = betting;
  if (betting.looks === undefined || looks === undefined) return any / caution;
  const share = betting.looks.dispersion === null ? unknownShare : looksShare;
  return ((1 - share) * any + share * rounding * looksWealth(betting.looks, looks)) / caution;
}

/**
 * The practical floor: a canary at or below it is within the null hypothesis even if the baseline never errs. The baseline is
 * credited with errors up to the floor. With u = n_c (m - 1) / (n_c + n_b), a Poisson canary at the floor then has an expected
 * log factor of n_b floor (u / (1 + u) - ln(1 + u)) at most, and that is never above 0.
 */
const credit = (before: Evidence, totals: Counts, floor: number): number =>
  Math.max(before.credited, totals.baselineErrors, floor * totals.baselineTotal);

const mixture = (tables: readonly Table[], purses: readonly Purse[]): number =>
  tables.reduce((sum, table, index) => sum + wealth(table, purses[index] ?? freshPurse(table)), 0);

/** Poisson likelihood ratio of a third of the floor against the floor. */
const lowLog = ({ canaryTotal, canaryErrors }: Counts, floor: number): number =>
  canaryErrors * Math.log(1 / 3) + canaryTotal * floor * (2 / 3);

/** By how much the canary's errors scatter more than if each were on its own, as the lane of health takes it. */
export const spreadOf = ([first]: readonly Table[]): number =>
  first === undefined ? 1 : first.lane.temper * (first.lane.kind === 'urn' ? first.lane.spread : 1);
