/** Chooses how the planned looks weigh their blocks, by A/A placebo soaks: as a healthy canary passes soonest. */
import { blocksOf } from './blocks.ts';
import type { Blocks } from './blocks.ts';
import { lookAt } from './looks.ts';
import type { Looks } from './looks.ts';
import type { Placebo } from './placebo.ts';
import { addBlock, freshScore } from './score.ts';

export interface Planned {
  readonly looks: Looks;
  /** When a healthy canary is looked at first, as far as history tells. */
  readonly seconds: number;
}

/** Ticks of a block, and how soft its weight is; the last is that of a block that counts as all others. */
const lengths = [1, 4, 16];
const softs = [1e9, 3, 1, 0.3];
/** Of weights that differ by less, the simpler one. */
const better = 0.95;
/** The scatter is that over so many seconds: clusters, bursts, and what else hangs together. */
const window = 1920;

export function chooseLooks(
  placebos: readonly Placebo[],
  { interval, ruledOut, chance }: { interval: number; ruledOut: number; chance: number },
): Planned | undefined {
  if (placebos.length === 0) return undefined;
  let best: Planned | undefined;
  for (const ticks of lengths) {
    const blocks = blocksOf(placebos, ticks);
    const seconds = ticks * interval;
    const usual = rateOf(blocks);
    if (usual === 0) return undefined;
    for (const soft of softs) {
      const scatter = scatterOf(blocks, soft, usual, Math.max(1, Math.round(window / seconds)));
      const { expected, variance } = oneAt(blocks, soft, usual, ruledOut);
      if (scatter === undefined || variance === 0) continue;
      const { dispersion } = scatter;
      const wanted = (lookAt(0, chance) ** 2 * dispersion * variance) / expected ** 2;
      const until = wanted * blocks.length * seconds;
      if (until < better * (best?.seconds ?? Infinity))
        best = { looks: { seconds, soft, dispersion, usual: scatter.usual, chance }, seconds: until };
    }
  }
  return best;
}

function rateOf({ counts }: Blocks): number {
  let [errors, requests] = [0, 0];
  for (const block of counts) {
    errors += block.canaryErrors + block.baselineErrors;
    requests += block.canaryTotal + block.baselineTotal;
  }
  return requests === 0 ? 0 : errors / requests;
}

/** Squares of what windows of `run` blocks lack, over their variance: Pearson's chi-square, with two standard errors to spare. */
function scatterOf(
  { counts, length }: Blocks,
  soft: number,
  rate: number,
  run: number,
): { readonly dispersion: number; readonly usual: number } | undefined {
  let [squares, variance, windows, usual] = [0, 0, 0, rate];
  for (let start = 0; start + length <= counts.length; start += length) {
    let score = freshScore(rate);
    let from = score;
    for (let k = 0; k < length; k += 1) {
      const block = counts[start + k];
      if (block !== undefined && block.canaryTotal > 0 && block.baselineTotal > 0)
        score = addBlock(soft, score, block, 1);
      if ((k + 1) % run !== 0) continue;
      squares += (score.lacking - from.lacking) ** 2;
      variance += score.variance - from.variance;
      windows += 1;
      from = score;
    }
    ({ usual } = score);
  }
  if (variance === 0) return undefined;
  return { dispersion: Math.max(1, squares / variance) * (1 + 2 / Math.sqrt(windows)), usual };
}

/** A whole placebo's score at the boundary: what a healthy canary may be expected to lack in that time. */
function oneAt({ counts, length }: Blocks, soft: number, rate: number, boundary: number) {
  let score = freshScore(rate);
  for (const block of counts.slice(0, length))
    if (block.canaryTotal > 0 && block.baselineTotal > 0) score = addBlock(soft, score, block, boundary);
  return score;
}
