/** Chooses a bettor's lane by A/A placebo soaks: the quickest one, tempered until placebos show it to be fair. */
import { blocksOf, spreadOf } from './blocks.ts';
import type { Blocks } from './blocks.ts';
import { fairly } from './fairness.ts';
import type { Fair, Stake } from './fairness.ts';
import type { Alternative } from './hypotheses.ts';
import { amidBursts, burstWeight } from './lane.ts';
import type { Urn } from './lane.ts';
import type { Placebo } from './placebo.ts';
import { scaled } from './scaled.ts';
import { headShare } from './table.ts';
import { logUrn } from './urn.ts';

/** A lane with the seconds that it is expected to need. */
export interface Choice {
  readonly lane: Urn;
  readonly seconds: number;
}

export interface Trial {
  /** Rate ratio at the boundary of the null hypothesis, and by how much it is moved to where healthy placebos stand. */
  readonly boundary: number;
  readonly scale: number;
  /** Seconds of a tick. */
  readonly interval: number;
  /** Chance of ending the soak wrongly. */
  readonly alpha: number;
}

const lengths = [1, 2, 4, 8, 16];
/** Parts of the scatter that was measured without the rarest blocks: which is best is seen by trying. */
const parts = [0.25, 1, 1.5, 2.1];
/** Share of blocks with bursts that both hypotheses allow for, and the cap. */
const plain = { bursts: 0, cap: 8 };
const shapes = [
  { bursts: 0.01, cap: 6 },
  { bursts: 0.05, cap: 3 },
  { bursts: 0.2, cap: 1 },
];
/** Of lanes that differ by less, the simpler one: the quickest of many looks quicker than it is. */
const better = 0.93;
/** Ticks of all placebos that show well enough which lane is quickest, and blocks that show how quick it is. */
const enoughToChoose = 7200;
const enoughToAim = 1500;
/**
 * A bettor's share of the false alarms: several bettors share them, yet a lane's promise errs to the safe side. A quarter each on
 * average, more of it to whoever has more of the prior: what it finds sooner is found sooner more often.
 */
const chanceShare = { each: 0.15, dealt: 0.1 };

/** For each alternative the quickest fair lane, if there is one: chosen by a part of the placebos, tempered by all. */
export function choose(
  placebos: readonly Placebo[],
  trial: Trial,
  alternatives: readonly Alternative[],
): (Choice | undefined)[] {
  const part = placebos.map((placebo) => latest(placebo, Math.ceil(enoughToChoose / placebos.length)));
  const chosen = quickestOf(part, trial, alternatives);
  if (part[0]?.canaryErrors.length === placebos[0]?.canaryErrors.length) return chosen;
  return chosen.map((choice, index) => {
    const alternative = alternatives[index];
    if (choice === undefined || alternative === undefined) return undefined;
    const { seconds, spread, bursts, cap, temper } = choice.lane;
    const blocks = blocksOf(placebos, Math.round(seconds / trial.interval));
    const { times } = alternative;
    const material = materialOf(blocks, { boundary: trial.boundary / trial.scale, times, spread });
    const values = valuesOf(material, { bursts, cap: cap * temper });
    const fair = fairly(
      { values, length: blocks.length, seconds },
      stakeOf(alternative, trial, alternatives.length),
    );
    if (fair === undefined) return undefined;
    return {
      lane: { ...choice.lane, temper: fair.temper, cap: (cap * temper) / fair.temper, late: fair.late },
      seconds: (choice.seconds * fair.temper) / temper,
    };
  });
}

function quickestOf(
  placebos: readonly Placebo[],
  trial: Trial,
  alternatives: readonly Alternative[],
): (Choice | undefined)[] {
  const { boundary, scale, interval } = trial;
  const aims = alternatives.map(({ aim }) => scaled(placebos, aim));
  const best = alternatives.map((): Choice | undefined => undefined);
  for (const ticks of lengths) {
    const blocks = blocksOf(placebos, ticks);
    const aimed = aims.map((made) => blocksOf(made, ticks, enoughToAim));
    const measured = spreadOf(blocks);
    for (const spread of new Set(parts.map((part) => 1 + part * (measured - 1))))
      for (const [index, alternative] of alternatives.entries()) {
        const { times } = alternative;
        best[index] = quickest(best[index], {
          healthy: materialOf(blocks, { boundary: boundary / scale, times, spread }),
          aimed: materialOf(aimed[index] ?? blocks, { boundary, times, spread }),
          seconds: ticks * interval,
          spread,
          stake: stakeOf(alternative, trial, alternatives.length),
        });
      }
  }
  return best;
}

const stakeOf = ({ prior }: Alternative, { alpha }: Trial, bettors: number): Stake => ({
  nats: -Math.log(alpha * prior * headShare),
  chance: alpha * (chanceShare.each + chanceShare.dealt * bettors * prior),
});

const latest = (placebo: Placebo, ticks: number): Placebo => ({
  size: placebo.size,
  canaryRequests: placebo.canaryRequests.slice(-ticks),
  canaryErrors: placebo.canaryErrors.slice(-ticks),
  baselineRequests: placebo.baselineRequests.slice(-ticks),
  baselineErrors: placebo.baselineErrors.slice(-ticks),
});

interface Trying {
  readonly healthy: Material;
  readonly aimed: Material;
  readonly seconds: number;
  readonly spread: number;
  readonly stake: Stake;
}

function quickest(
  known: Choice | undefined,
  { healthy, aimed, seconds, spread, stake }: Trying,
): Choice | undefined {
  let best = known;
  const attempt = (shape: Pick<Urn, 'bursts' | 'cap'>): Fair | undefined => {
    const drift = meanOf(valuesOf(aimed, shape));
    const wanted = (temper: number): number => seconds * Math.ceil((stake.nats * temper) / drift);
    const limit = better * (best?.seconds ?? Infinity);
    if (drift <= 0 || wanted(1) >= limit) return undefined;
    const values = valuesOf(healthy, shape);
    const fair = fairly({ values, length: healthy.length, seconds }, stake);
    if (fair === undefined || wanted(fair.temper) >= limit) return fair;
    const { temper, late } = fair;
    const { bursts, cap } = shape;
    best = {
      lane: { kind: 'urn', seconds, spread, bursts, temper, cap: cap / temper, late },
      seconds: wanted(temper),
    };
    return fair;
  };
  const found = attempt(plain);
  // Where history shows no bursts to speak of, looking away from them only takes longer.
  if (found === undefined || found.bursts || found.temper > 2) shapes.forEach(attempt);
  return best;
}

/** What blocks say for an alternative and, where it is asked for, for bursts. */
interface Material {
  readonly length: number;
  readonly logs: Float64Array;
  readonly weights: () => Float64Array;
}

function materialOf(
  { counts, length }: Blocks,
  { boundary, times, spread }: { boundary: number; times: number; spread: number },
): Material {
  let weights: Float64Array | undefined;
  return {
    length,
    logs: Float64Array.from(counts, (block) => logUrn(block, boundary, times, spread)),
    weights: () =>
      (weights ??= Float64Array.from(counts, (block) => burstWeight(block, { boundary, spread, temper: 1 }))),
  };
}

function valuesOf({ logs, weights }: Material, { bursts, cap }: Pick<Urn, 'bursts' | 'cap'>): Float64Array {
  if (bursts === 0) return logs.map((log) => Math.min(cap, log));
  const known = weights();
  return logs.map((log, k) => Math.min(cap, amidBursts(log, known[k] ?? 0, bursts)));
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
