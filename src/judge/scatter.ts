/**
 * How much the baseline's errors scatter over time, where no history told how an instance's scatter: each block against the one
 * before it (von Neumann's successive differences, 1941), so that slow drift drops out. What both arms share stays in, and makes
 * the measure too large rather than too small.
 */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';

export const scatterSchema = z.strictObject({
  pairs: z.number().int(),
  /** Weighted squares of the differences, and their variance were each error on its own. */
  squares: z.number(),
  variance: z.number(),
  /** The block before: requests and errors of the baseline, and its weight. */
  before: z.tuple([z.number(), z.number(), z.number()]),
});
export type Scatter = z.output<typeof scatterSchema>;

export const freshScatter: Scatter = { pairs: 0, squares: 0, variance: 0, before: [0, 0, 0] };

/** Fewer pairs show nothing. */
const least = 5;
/** A cluster that lies across two blocks hides in their difference. */
const hidden = 1.4;
/** The measure is rough: after so many pairs it is doubled still. */
const doubt = 6;

export function addScatter(
  { pairs, squares, variance, before }: Scatter,
  { baselineTotal, baselineErrors }: Counts,
  weight: number,
): Scatter {
  const [total, errors, weighed] = before;
  const next = { before: [baselineTotal, baselineErrors, weight] as [number, number, number] };
  if (total === 0) return { pairs, squares, variance, ...next };
  const all = total + baselineTotal;
  const square = Math.min(weight, weighed) ** 2;
  return {
    pairs: pairs + 1,
    squares: squares + square * ((baselineErrors * total - errors * baselineTotal) / all) ** 2,
    variance: variance + (square * (errors + baselineErrors) * total * baselineTotal) / all ** 2,
    ...next,
  };
}

/** Undefined while it is not known. */
export function dispersionOf({ pairs, squares, variance }: Scatter): number | undefined {
  if (pairs < least || variance === 0) return undefined;
  const more = Math.max(0, squares / variance - 1);
  return (1 + hidden * more) * (1 + doubt / pairs);
}
