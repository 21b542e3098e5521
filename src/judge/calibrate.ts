/** Chooses a bettor's lane by A/A placebo soaks: the quickest one that placebos show to be fair. */
import { blocksOf, changed, logsOf } from './block-logs.ts';
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
}

/** Evidence that must be gathered, in nats: the threshold and what the mixture costs. */
const wanted = 6.5;
const lengths = [1, 2, 4, 8, 16, 32, 64];
const tempers = [1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16];
const burstTempers = [1, 2, 4, 8, 16];
/** Blocks that show well enough how quick a lane is. */
const enoughToAim = 3000;
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

/** For each alternative the quickest fair lane, if there is one. */
export function choose(
  placebos: readonly Placebo[],
  trial: Trial,
  alternatives: readonly Alternative[],
): (Choice | undefined)[] {
  const best = alternatives.map((): Choice | undefined => undefined);
  const { boundary, scale } = trial;
  for (const ticks of lengths) {
    const seconds = ticks * trial.interval;
    const seen = blocksOf(placebos, ticks, boundary);
    const fair = changed(seen, boundary, ({ canaryErrors }) => scale * canaryErrors);
    const halved = changed(seen, boundary, (counts) => scale * shrunk(counts));
    for (const [index, { times, aim }] of alternatives.entries()) {
      const aimed = changed(seen, boundary, ({ canaryErrors }) => aim * canaryErrors, enoughToAim);
      const found = quickest(seconds, best[index]?.seconds ?? Infinity, {
        fair: logsOf(fair, boundary, times),
        halved: () => logsOf(halved, boundary, times),
        aimed: logsOf(aimed, boundary, times),
      });
      best[index] = found ?? best[index];
    }
  }
  return best;
}

interface Material {
  readonly fair: BlockLogs;
  readonly halved: () => BlockLogs;
  readonly aimed: BlockLogs;
}

/** The quickest fair lane of this length that is quicker than `limit`. */
function quickest(seconds: number, limit: number, { fair, halved, aimed }: Material): Choice | undefined {
  let best: Choice | undefined;
  let halvedLogs: BlockLogs | undefined;
  const isProven = (lane: Lane): boolean => {
    if (!isFair(lane, worths(lane, fair), fair.length)) return false;
    // Only a lane that looks away from bursts can think less of a high one than of a low one.
    if (lane.kind === 'mean' || lane.bursts === 0) return true;
    halvedLogs ??= halved();
    return isFair(lane, worths(lane, halvedLogs), halvedLogs.length);
  };
  for (const row of [
    [{ kind: 'mean', seconds } as const],
    ...shapes.map((shape) => temperedLanes(seconds, shape)),
  ]) {
    for (const lane of row) {
      const needed = quickness(lane, aimed);
      // Tempering more only takes longer.
      if (needed >= (best?.seconds ?? limit)) break;
      if (!isProven(lane)) continue;
      best = { lane, seconds: needed };
      break;
    }
  }
  return best;
}

/** History shows some bursts, not all: those half as high must do no harm either. */
function shrunk({ canaryErrors, canaryTotal, baselineErrors, baselineTotal }: Counts): number {
  const expected = baselineTotal === 0 ? canaryErrors : (baselineErrors * canaryTotal) / baselineTotal;
  return expected + 0.5 * (canaryErrors - expected);
}

const temperedLanes = (seconds: number, [bursts, cap]: readonly [number, number]): Lane[] =>
  (bursts === 0 ? tempers : burstTempers).map((temper): Lane => ({
    kind: 'tempered',
    seconds,
    temper,
    cap,
    bursts,
  }));

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
