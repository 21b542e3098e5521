/** The evidence about one pair of counters: bettors for harm, bettors for health, and what both arms have counted. */
import { z } from 'zod';
import { bet, bettorSchema, freshPurse, purseSchema, wealth } from './bettor.ts';
import type { Bettor, Purse, Span } from './bettor.ts';
import type { Counts } from './hypotheses.ts';

/** The bettors of one metric, as calibration chose them. */
export const bettingSchema = z.strictObject({
  harm: z.array(bettorSchema).min(1),
  health: z.array(bettorSchema).min(1),
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
});
export type Evidence = z.output<typeof evidenceSchema>;

/** Where the two null hypotheses end: rate ratios, and a rate that is no harm whatever the baseline's. */
export interface Bounds {
  readonly harm: number;
  readonly health: number;
  readonly floor: number;
}

export const freshEvidence = ({ harm, health }: Betting): Evidence => ({
  harm: harm.map(() => freshPurse),
  health: health.map(() => freshPurse),
  low: 0,
  totals: { canaryTotal: 0, canaryErrors: 0, baselineTotal: 0, baselineErrors: 0 },
  credited: 0,
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
  const totals = {
    canaryTotal: before.totals.canaryTotal + counts.canaryTotal,
    canaryErrors: before.totals.canaryErrors + counts.canaryErrors,
    baselineTotal: before.totals.baselineTotal + counts.baselineTotal,
    baselineErrors: before.totals.baselineErrors + counts.baselineErrors,
  };
  const credited = credit(before, totals, bounds.floor);
  const withCredit = { ...counts, baselineErrors: credited - before.credited };
  const betAll = (
    bettors: readonly Bettor[],
    purses: readonly Purse[],
    given: Counts,
    boundary: number,
  ): Purse[] =>
    bettors.map((bettor, index) => bet(bettor, purses[index] ?? freshPurse, span, given, boundary));
  return {
    harm: betAll(betting.harm, before.harm, withCredit, bounds.harm),
    health: betAll(betting.health, before.health, counts, bounds.health),
    low: before.low + lowLog(counts, bounds.floor) / temperOf(betting.health),
    totals,
    credited,
  };
}

export const harmEvidence = ({ harm }: Betting, { harm: purses }: Evidence): number => mixture(harm, purses);

/** Harm is a rate above both the baseline's by the margin and the floor: evidence against either one will do. */
export const healthEvidence = ({ health }: Betting, { health: purses, low }: Evidence): number =>
  0.9 * mixture(health, purses) + 0.1 * Math.exp(Math.min(low, 300));

/**
 * The practical floor: a canary at or below it is within the null hypothesis even if the baseline never errs. The baseline is
 * credited with errors up to the floor. With u = n_c (m - 1) / (n_c + n_b), a Poisson canary at the floor then has an expected
 * log factor of n_b floor (u / (1 + u) - ln(1 + u)) at most, and that is never above 0.
 */
const credit = (before: Evidence, totals: Counts, floor: number): number =>
  Math.max(before.credited, totals.baselineErrors, floor * totals.baselineTotal);

const mixture = (bettors: readonly Bettor[], purses: readonly Purse[]): number =>
  bettors.reduce((sum, { prior }, index) => sum + prior * wealth(purses[index] ?? freshPurse), 0);

/** Poisson likelihood ratio of a third of the floor against the floor. */
const lowLog = ({ canaryTotal, canaryErrors }: Counts, floor: number): number =>
  canaryErrors * Math.log(1 / 3) + canaryTotal * floor * (2 / 3);

const temperOf = ([first]: readonly Bettor[]): number =>
  first?.lane.kind === 'tempered' ? first.lane.temper : 10;
