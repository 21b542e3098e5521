/** What every block of the placebo soaks says for one alternative and for bursts: the raw material of a calibration. */
import { logRatio } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';
import { burstRatios, meanWorth } from './lane.ts';
import type { Placebo } from './placebo.ts';

/** Blocks of all placebos, one placebo behind the other, `length` blocks each. */
export interface Blocks {
  readonly length: number;
  readonly counts: readonly Counts[];
  /** Mean factor of the bursts at a temper: the same for every alternative, so it is kept. */
  bursts(temper: number): Float64Array;
}

/** What the blocks say for one alternative. */
export interface BlockLogs extends Pick<Blocks, 'length' | 'bursts'> {
  readonly mean: Float64Array;
  readonly alternative: Float64Array;
}

/** Blocks of `ticks` ticks. */
export function blocksOf(placebos: readonly Placebo[], ticks: number, boundary: number): Blocks {
  const length = Math.floor((placebos[0]?.canaryErrors.length ?? 0) / ticks);
  const counts = placebos.flatMap((placebo) =>
    Array.from({ length }, (_, block) => ({
      canaryTotal: total(placebo.canaryRequests, block, ticks),
      canaryErrors: total(placebo.canaryErrors, block, ticks),
      baselineTotal: total(placebo.baselineRequests, block, ticks),
      baselineErrors: total(placebo.baselineErrors, block, ticks),
    })),
  );
  return blocksWith(counts, length, boundary);
}

/** The same blocks with other errors of the canary; at most `most` of them, evenly spread. */
export function changed(
  { counts, length }: Blocks,
  boundary: number,
  change: (counts: Counts) => number,
  most = Infinity,
): Blocks {
  const step = Math.max(1, Math.ceil(counts.length / most));
  const kept = step === 1 ? counts : counts.filter((_, index) => index % step === 0);
  return blocksWith(
    kept.map((block) => ({ ...block, canaryErrors: change(block) })),
    step === 1 ? length : kept.length,
    boundary,
  );
}

function blocksWith(counts: readonly Counts[], length: number, boundary: number): Blocks {
  const byTemper = new Map<number, Float64Array>();
  let ratios: Float64Array[] | undefined;
  return {
    counts,
    length,
    bursts(temper) {
      const known = byTemper.get(temper);
      if (known !== undefined) return known;
      ratios ??= burstRatios.map((ratio) => each(counts, (block) => logRatio(block, boundary, ratio)));
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

export const logsOf = (blocks: Blocks, boundary: number, times: number): BlockLogs => ({
  length: blocks.length,
  bursts: (temper) => blocks.bursts(temper),
  mean: each(blocks.counts, (block) => meanWorth(block, boundary, times)),
  alternative: each(blocks.counts, (block) => logRatio(block, boundary, times)),
});

/** A block without errors says nothing. */
function each(counts: readonly Counts[], log: (block: Counts) => number): Float64Array {
  const made = new Float64Array(counts.length);
  for (const [k, block] of counts.entries())
    if (block.canaryErrors + block.baselineErrors > 0) made[k] = log(block);
  return made;
}

function total(values: Float64Array, block: number, ticks: number): number {
  let sum = 0;
  for (let k = block * ticks; k < (block + 1) * ticks; k += 1) sum += values[k] ?? 0;
  return sum;
}
