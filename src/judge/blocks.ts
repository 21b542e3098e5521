/** Placebo soaks cut into blocks, and what a lane makes of them: the raw material of a calibration. */
import { share } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';
import type { Placebo } from './placebo.ts';

/** Blocks of all placebos, one placebo behind the other, `length` blocks each. */
export interface Blocks {
  readonly length: number;
  readonly counts: readonly Counts[];
}

/**
 * Blocks of `ticks` ticks; where there are more than `most`, every other one or fewer. They are the same of all placebos: what one
 * instance has more of, the others have less of.
 */
export function blocksOf(placebos: readonly Placebo[], ticks: number, most = Infinity): Blocks {
  const all = Math.floor((placebos[0]?.canaryErrors.length ?? 0) / ticks);
  const stride = Math.max(1, Math.ceil((all * placebos.length) / most));
  const length = Math.floor(all / stride);
  const counts = placebos.flatMap((placebo) =>
    Array.from({ length }, (_, index) => {
      const block = index * stride;
      return {
        canaryTotal: total(placebo.canaryRequests, block, ticks),
        canaryErrors: total(placebo.canaryErrors, block, ticks),
        baselineTotal: total(placebo.baselineRequests, block, ticks),
        baselineErrors: total(placebo.baselineErrors, block, ticks),
      };
    }),
  );
  return { length, counts };
}

/**
 * How many times as much the canary's errors scatter as if each were on its own (Pearson's chi-square over its degrees of
 * freedom). Blocks with bursts are left out: they have a place of their own.
 */
export function spreadOf({ counts }: Blocks): number {
  const parts = counts.flatMap((block) => {
    const all = block.canaryErrors + block.baselineErrors;
    if (all === 0 || block.canaryTotal === 0 || block.baselineTotal === 0) return [];
    const due = share(block, 1);
    const usual = all * due * (1 - due);
    return [{ usual, found: (block.canaryErrors - all * due) ** 2 }];
  });
  parts.sort((a, b) => a.found / a.usual - b.found / b.usual);
  const kept = parts.slice(0, Math.ceil(0.98 * parts.length));
  const usual = kept.reduce((sum, part) => sum + part.usual, 0);
  return usual === 0 ? 1 : Math.max(1, kept.reduce((sum, part) => sum + part.found, 0) / usual);
}

function total(values: Float64Array, block: number, ticks: number): number {
  let sum = 0;
  for (let k = block * ticks; k < (block + 1) * ticks; k += 1) sum += values[k] ?? 0;
  return sum;
}
