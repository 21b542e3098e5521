/** A lane: how the errors of a block of time become one factor of evidence. Calibration chooses lanes; doubt lengthens them. */
import { z } from 'zod';
import { share } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';
import { logUrn } from './urn.ts';

/**
 * `urn`: the factor of errors in clusters, see urn.ts, its logarithm divided by a temper (for blocks may hang together). With
 * `bursts` above 0 both hypotheses allow for a block in which one arm has a burst of its own (Huber's contaminated
 * neighbourhoods, 1965): what looks more like a burst than like the alternative says little. A/A placebo soaks must have shown
 * such a lane to be fair.
 *
 * `doubt`: what is left without history. The mean factor of a block's errors is an e-value however they hang together (retries,
 * one user's session), for the expectation of a mean needs no independence. Where a block has many errors, it takes the product
 * and divides its logarithm by the temper: clusters up to that size are fair.
 *
 * A block wins `cap` nats at most, and late money `late`. Late money needs about ten, and a burst of one arm must not bring them.
 * What is wrong from the start is caught by the money of the start.
 */
const common = {
  seconds: z.number().positive(),
  bursts: z.number().min(0).max(0.5),
  temper: z.number().min(1),
  cap: z.number().positive(),
  late: z.number().positive(),
};
export const laneSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('urn'), spread: z.number().min(1), ...common }),
  z.strictObject({ kind: z.literal('doubt'), ...common }),
]);
export type Lane = z.output<typeof laneSchema>;
export type Urn = Extract<Lane, { kind: 'urn' }>;

/** The log factor that a block is worth to each alternative. Without errors it says nothing. */
export function worth(
  lane: Lane,
  block: Counts,
  boundary: number,
  alternatives: readonly number[],
): number[] {
  const all = block.canaryErrors + block.baselineErrors;
  if (all === 0) return alternatives.map(() => 0);
  if (lane.kind === 'doubt' && all <= 2 * lane.temper)
    return alternatives.map((times) => meanWorth(block, boundary, times));
  const { bursts, temper, cap } = lane;
  const [spread, inner, outer] = lane.kind === 'urn' ? [lane.spread, 1, temper] : [1, temper, 1];
  const weight = bursts === 0 ? 0 : burstWeight(block, { boundary, spread, temper: inner });
  return alternatives.map((times) => {
    const log = logUrn(block, boundary, times, spread) / inner;
    return Math.min(cap, amidBursts(log, weight, bursts) / outer);
  });
}

function meanWorth(block: Counts, boundary: number, times: number): number {
  const before = share(block, boundary);
  const after = share(block, boundary * times);
  const part = block.canaryErrors / (block.canaryErrors + block.baselineErrors);
  return Math.log((part * after) / before + ((1 - part) * (1 - after)) / (1 - before));
}

/** Rate ratios that a burst of one arm may have. */
const burstRatios = [3, 8, 25, 1 / 3, 1 / 8];

/** The mean factor of bursts. */
export function burstWeight(
  block: Counts,
  { boundary, spread, temper }: { boundary: number; spread: number; temper: number },
): number {
  let sum = 0;
  for (const ratio of burstRatios) sum += exp(logUrn(block, boundary, ratio, spread) / temper);
  return sum / burstRatios.length;
}

/** `log` is that of an alternative, `weight` that of bursts, `bursts` the share of blocks with one. */
export const amidBursts = (log: number, weight: number, bursts: number): number =>
  bursts === 0 ? log : Math.log(((1 - bursts) * exp(log) + bursts * weight) / (1 - bursts + bursts * weight));

const exp = (log: number): number => Math.exp(Math.min(log, 300));
