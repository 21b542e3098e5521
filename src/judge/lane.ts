/** A lane: how the errors of a block of time become one factor of evidence. Calibration chooses lanes; doubt lengthens them. */
import { z } from 'zod';
import { logRatio } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';

/**
 * `mean`: the mean factor of the block's errors. It is an e-value however the errors of a block hang together (retries, one
 * user's session), for the expectation of a mean needs no independence.
 *
 * `tempered`: the product of the factors, its logarithm divided by the dispersion that was measured (quasi-likelihood,
 * Wedderburn 1974) and cut off at a cap. With `bursts` above 0 both hypotheses allow for a block in which one arm has a burst
 * of its own (Huber's contaminated neighbourhoods, 1965): what looks more like a burst than like the alternative says little.
 * A/A placebo soaks must have shown such a lane to be fair.
 */
export const laneSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mean'), seconds: z.number().positive() }),
  z.strictObject({
    kind: z.literal('tempered'),
    seconds: z.number().positive(),
    temper: z.number().min(1),
    cap: z.number().positive(),
    bursts: z.number().min(0).max(0.5),
  }),
]);
export type Lane = z.output<typeof laneSchema>;
export type Tempered = Extract<Lane, { kind: 'tempered' }>;

/**
 * Nats that late money may win in a block. It needs about twelve, and a burst of one arm that history never showed must not
 * bring them: no burst shorter than 25 minutes does. What is wrong from the start is caught by the money of the start.
 */
export const mostLate = (seconds: number): number => (12 * seconds) / 1500;

/** Rate ratios that a burst of one arm may have. */
export const burstRatios = [3, 8, 25, 1 / 3, 1 / 8];

/** The log factor that a whole block is worth. Without errors it says nothing. */
export function worth(lane: Lane, block: Counts, boundary: number, times: number): number {
  const errors = block.canaryErrors + block.baselineErrors;
  if (errors === 0) return 0;
  if (lane.kind === 'mean') return meanWorth(block, boundary, times);
  const bursts =
    lane.bursts === 0
      ? 0
      : burstWeight(
          burstRatios.map((ratio) => logRatio(block, boundary, ratio)),
          lane.temper,
        );
  return temperedWorth(lane, logRatio(block, boundary, times), bursts);
}

export function meanWorth(block: Counts, boundary: number, times: number): number {
  const scaled = block.canaryTotal * boundary;
  const baseline = (scaled + block.baselineTotal) / (scaled * times + block.baselineTotal);
  const share = block.canaryErrors / (block.canaryErrors + block.baselineErrors);
  return Math.log(baseline * (share * times + 1 - share));
}

/** `log` is that of the alternative; `bursts` the mean factor of the bursts. */
export function temperedWorth(
  { temper, cap, bursts: share }: Pick<Tempered, 'temper' | 'cap' | 'bursts'>,
  log: number,
  bursts: number,
): number {
  const value =
    share === 0
      ? log / temper
      : Math.log(((1 - share) * exp(log / temper) + share * bursts) / (1 - share + share * bursts));
  return Math.max(-cap, Math.min(cap, value));
}

export function burstWeight(logs: readonly number[], temper: number): number {
  let sum = 0;
  for (const log of logs) sum += exp(log / temper);
  return sum / logs.length;
}

const exp = (log: number): number => Math.exp(Math.min(log, 300));
