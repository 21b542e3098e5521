/**
 * A weighted score: block by block, how many errors fewer than due the canary had, given how many both arms had together. Blocks
 * with more errors than usual weigh less, be they clusters or bursts; any weight that depends on the sum of both arms alone is
 * fair (a conditional score test, Cox and Hinkley 1974, with bounded influence, Hampel 1974).
 */
import { z } from 'zod';
import { share } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';

export const scoreSchema = z.strictObject({
  /** Errors per request of both arms in a block in the middle: half have more, half have fewer. */
  usual: z.number(),
  /** Weighted errors that were due at the boundary and did not happen, how many a healthy canary would lack, their variance. */
  lacking: z.number(),
  expected: z.number(),
  variance: z.number(),
});
export type Score = z.output<typeof scoreSchema>;

export const freshScore = (usual: number): Score => ({ usual, lacking: 0, expected: 0, variance: 0 });

/** What is usual follows the blocks: by so much a block. */
const pace = 1.03;

/** A block of `soft` times the usual errors has half the weight. */
export function addBlock(soft: number, score: Score, counts: Counts, boundary: number): Score {
  const errors = counts.canaryErrors + counts.baselineErrors;
  const usual = score.usual * (counts.canaryTotal + counts.baselineTotal);
  const due = share(counts, boundary);
  const weight = weightOf(soft, score, counts);
  return {
    usual: errors > usual ? score.usual * pace : score.usual / pace,
    lacking: score.lacking + weight * (errors * due - counts.canaryErrors),
    expected: score.expected + weight * errors * (due - share(counts, 1)),
    variance: score.variance + weight * weight * errors * due * (1 - due),
  };
}

export function weightOf(soft: number, { usual }: Score, counts: Counts): number {
  const { canaryTotal, canaryErrors, baselineTotal, baselineErrors } = counts;
  return (
    1 / (1 + (canaryErrors + baselineErrors) / (soft * Math.max(1, usual * (canaryTotal + baselineTotal))))
  );
}

/** In standard deviations. */
export const lackingOf = ({ lacking, variance }: Score, dispersion: number): number =>
  variance === 0 ? 0 : lacking / Math.sqrt(dispersion * variance);

export const expectedOf = ({ expected, variance }: Score, dispersion: number): number =>
  variance === 0 ? 0 : expected / Math.sqrt(dispersion * variance);
