/** Chooses a bettor's lane by A/A placebo soaks: the quickest one that placebos show to be fair. */
import { blockLogs, blocksOf } from './block-logs.ts';
import type { BlockLogs } from './block-logs.ts';
import { isFair } from './fairness.ts';
import type { Alternative, Counts } from './hypotheses.ts';
import { temperedWorth } from './lane.ts';
import type { Lane } from './lane.ts';
import type { Placebo } from './placebo.ts';

/** A lane with the seconds that it is expected to need. */
export interface Choice {
  readonly lane: Lane;
  readonly seconds: number;
}

export interface Trial {
  /** Rate ratio at the boundary of the null hypothesis, and what healthy placebos must be scaled by to stand there. */
  readonly boundary: number;
  readonly scale: number;
  /** Seconds of a tick. */
  readonly interval: number;
  readonly alternative: Alternative;
}

/** Evidence that must be gathered, in nats: the threshold and what the mixture costs. */
const wanted = 6.5;
export const tuning = { shrink: 0.5 };
const lengths = [1, 2, 4, 8, 16, 32, 64];
const tempers = [1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16];
/** Share of blocks with bursts that both hypotheses allow for, and the cap. */
const shapes: readonly (readonly [number, number])[] = [
  [0, 5.6],
  [0, 2.8],
  [0, 1.4],
  [0, 0.7],
  [0, 0.35],
  [0, 0.17],
  [0.01, 5.6],
  [0.01, 1.4],
  [0.05, 2.8],
  [0.05, 0.7],
  [0.2, 1.4],
  [0.2, 0.5],
];

export function choose(placebos: readonly Placebo[], trial: Trial): Choice | undefined {
  let best: Choice | undefined;
  const { boundary, alternative } = trial;
  for (const ticks of lengths) {
    const blocks = blocksOf(placebos, ticks);
    const logs = (change: (counts: Counts) => number): BlockLogs =>
      blockLogs(
        { ...blocks, counts: blocks.counts.map((counts) => ({ ...counts, canaryErrors: change(counts) })) },
        boundary,
        alternative.times,
      );
    const material = {
      fair: [
        logs(({ canaryErrors }) => trial.scale * canaryErrors),
        logs((counts) => trial.scale * shrunk(counts)),
      ],
      aimed: logs(({ canaryErrors }) => alternative.aim * canaryErrors),
    };
    const seconds = ticks * trial.interval;
    for (const row of [
      [{ kind: 'mean', seconds } as const],
      ...shapes.map((shape) => temperedLanes(seconds, shape)),
    ]) {
      for (const lane of row) {
        const needed = quickness(lane, material.aimed);
        // Tempering more only takes longer.
        if (needed >= (best?.seconds ?? Infinity)) break;
        if (!material.fair.every((placebo) => isFair(lane, worths(lane, placebo), placebo.length))) continue;
        best = { lane, seconds: needed };
        break;
      }
    }
  }
  return best;
}

/** History shows some bursts, not all: those half as high must do no harm either. */
function shrunk({ canaryErrors, canaryTotal, baselineErrors, baselineTotal }: Counts): number {
  const expected = baselineTotal === 0 ? canaryErrors : (baselineErrors * canaryTotal) / baselineTotal;
  return expected + tuning.shrink * (canaryErrors - expected);
}

const temperedLanes = (seconds: number, [bursts, cap]: readonly [number, number]): Lane[] =>
  tempers.map((temper): Lane => ({ kind: 'tempered', seconds, temper, cap, bursts }));

function worths(lane: Lane, logs: BlockLogs): Float64Array {
  if (lane.kind === 'mean') return logs.mean;
  if (lane.bursts === 0) return logs.alternative.map((log) => temperedWorth(lane, log, 0));
  const bursts = logs.bursts(lane.temper);
  return logs.alternative.map((log, k) => temperedWorth(lane, log, bursts[k] ?? 0));
}

/** Seconds until the evidence wanted is there, if the canary is as bad as the alternative aims at. */
function quickness(lane: Lane, aimed: BlockLogs): number {
  const values = worths(lane, aimed);
  let sum = 0;
  for (const value of values) sum += value;
  return sum <= 0 ? Infinity : lane.seconds * Math.ceil((wanted * values.length) / sum);
}
