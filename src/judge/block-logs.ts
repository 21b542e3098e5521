/** What every block of the placebo soaks says for one alternative and for bursts: the raw material of a calibration. */
import { logRatio } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';
import { burstRatios, meanWorth } from './lane.ts';
import type { Placebo } from './placebo.ts';

/** All placebos behind one another, `length` blocks each. */
export interface BlockLogs {
  readonly length: number;
  readonly mean: Float64Array;
  readonly alternative: Float64Array;
  /** Mean factor of the bursts at a temper. */
  bursts(temper: number): Float64Array;
}

/** Blocks of `ticks` ticks. */
export function blocksOf(placebos: readonly Placebo[], ticks: number): { counts: Counts[]; length: number } {
  const length = Math.floor((placebos[0]?.canaryErrors.length ?? 0) / ticks);
  const counts = placebos.flatMap((placebo) =>
    Array.from({ length }, (_, block) => ({
      canaryTotal: total(placebo.canaryRequests, block, ticks),
      canaryErrors: total(placebo.canaryErrors, block, ticks),
      baselineTotal: total(placebo.baselineRequests, block, ticks),
      baselineErrors: total(placebo.baselineErrors, block, ticks),
    })),
  );
  return { counts, length };
}

export function blockLogs(
  { counts, length }: { readonly counts: readonly Counts[]; readonly length: number },
  boundary: number,
  times: number,
): BlockLogs {
  const each = (log: (block: Counts) => number): Float64Array =>
    Float64Array.from(counts, (block) => (block.canaryErrors + block.baselineErrors === 0 ? 0 : log(block)));
  let ratios: Float64Array[] | undefined;
  const byTemper = new Map<number, Float64Array>();
  return {
    length,
    mean: each((block) => meanWorth(block, boundary, times)),
    alternative: each((block) => logRatio(block, boundary, times)),
    bursts(temper) {
      ratios ??= burstRatios.map((ratio) => each((block) => logRatio(block, boundary, ratio)));
      const known = byTemper.get(temper);
      if (known !== undefined) return known;
      const weights = new Float64Array(counts.length);
      for (const logs of ratios)
        for (let k = 0; k < weights.length; k += 1)
          weights[k] =
            (weights[k] ?? 0) + Math.exp(Math.min(300, (logs[k] ?? 0) / temper)) / burstRatios.length;
      byTemper.set(temper, weights);
      return weights;
    },
  };
}

function total(values: Float64Array, block: number, ticks: number): number {
  let sum = 0;
  for (let k = block * ticks; k < (block + 1) * ticks; k += 1) sum += values[k] ?? 0;
  return sum;
}
