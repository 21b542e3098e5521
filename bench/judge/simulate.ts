/** Simulates one service: instances that serve and err, tick by tick, a canary among them. */
import type { Arm, GroupsTick, Tick } from '../../src/judge/tick.ts';
import type { Burst, Family } from './noise.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

export interface Soak {
  readonly family: Family;
  /** Requests a second of the whole service. */
  readonly rate: number;
  readonly seconds: number;
  readonly interval: number;
  readonly seed: number;
  /** How many times the canary's error rate is that of the baseline, and from when on. */
  readonly harm: number;
  readonly onset?: number;
}

const baseRate = 0.005;
const instanceCount = ({ instances = 10 }: Family): number => instances;

/** The soak itself: canaries pooled, the baseline pooled. */
export const simulateSoak = (soak: Soak): Tick[] =>
  instancesOf(soak).map(({ instances: _, ...tick }) => tick);

/** The soak with all instances besides, the canaries first. */
export function instancesOf(soak: Soak): (Tick & { readonly instances: readonly (Arm | null)[] })[] {
  const { canaries = 1 } = soak.family;
  return simulate(soak, { canaries, fresh: true }).map(({ t, cells }) => ({
    t,
    canary: pool(cells.slice(0, canaries)),
    baseline: pool(cells.slice(canaries)),
    instances: cells,
  }));
}

/** The time before the release: all instances are alike. */
export function simulateHistory(soak: Omit<Soak, 'harm' | 'onset'>): GroupsTick[] {
  return simulate({ ...soak, harm: 1 }, { canaries: 0, fresh: false }).map(({ t, cells }) => ({
    t,
    groups: cells,
  }));
}

function pool(cells: readonly (Arm | null)[]): Arm | null {
  const seen = cells.filter((cell) => cell !== null);
  if (seen.length === 0) return null;
  return {
    requests: seen.reduce((sum, { requests }) => sum + requests, 0),
    errors: seen.reduce((sum, { errors }) => sum + errors, 0),
  };
}

interface Row {
  readonly t: number;
  readonly cells: (Arm | null)[];
}

function simulate(soak: Soak, { canaries, fresh }: { canaries: number; fresh: boolean }): Row[] {
  const { family, rate, seconds, interval, harm, onset = 0 } = soak;
  const { noise } = family;
  const instances = instanceCount(family);
  const random = randomOf(soak.seed, fresh ? 1 : 2);
  const ticks = Math.floor(seconds / interval);
  const shared = sharedFactors(soak, ticks, random);
  const arms = [
    burstFactors(noise.armBursts, ticks, interval, random),
    burstFactors(noise.armBursts, ticks, interval, random),
  ];
  const phase = random.uniform() * 2 * Math.PI;
  const cells = Array.from({ length: instances }, (_, instance): (Arm | null)[] => {
    const canary = instance < canaries;
    const own = burstFactors(noise.bursts, ticks, interval, random);
    const arm = fresh ? arms[canary ? 0 : 1] : burstFactors(noise.armBursts, ticks, interval, random);
    const restarts = restartFactors(soak, ticks, random);
    const errors = new Float64Array(ticks);
    const requests = new Float64Array(ticks);
    for (let k = 0; k < ticks; k += 1) {
      const t = k * interval;
      const day = Math.sin(phase + (2 * Math.PI * t) / 86_400);
      requests[k] = random.poisson(
        ((rate * interval) / instances) * (1 + (noise.diurnal?.traffic ?? 0) * day),
      );
      const warm = canary && noise.warmUp !== undefined && t < noise.warmUp.length ? noise.warmUp.factor : 1;
      const factor =
        (shared[k] ?? 1) *
        (own[k] ?? 1) *
        (arm?.[k] ?? 1) *
        Math.abs(restarts[k] ?? 1) *
        warm *
        (canary && t >= onset ? harm : 1) *
        (1 - (noise.diurnal?.errors ?? 0) * day);
      scatter(errors, k, (requests[k] ?? 0) * Math.min(0.9, baseRate * factor), soak, random);
    }
    return Array.from({ length: ticks }, (_unused, k) =>
      (restarts[k] ?? 1) < 0
        ? null
        : { requests: requests[k] ?? 0, errors: Math.min(requests[k] ?? 0, errors[k] ?? 0) },
    );
  });
  return Array.from({ length: ticks }, (_, k) => ({
    t: k * interval,
    cells: cells.map((cell) => cell[k] ?? null),
  }));
}

/** Puts the errors that begin in a tick where they fall: clusters stay on their instance and spread over time. */
function scatter(
  errors: Float64Array,
  k: number,
  mean: number,
  { family, interval }: Soak,
  random: Random,
): void {
  const { clusters } = family.noise;
  if (clusters === undefined) {
    errors[k] = (errors[k] ?? 0) + random.poisson(mean);
    return;
  }
  for (let left = random.poisson(mean / clusters.size); left > 0; left -= 1) {
    for (let size = random.geometric(clusters.size); size > 0; size -= 1) {
      const at = k + Math.floor(random.exponential(clusters.spread) / interval);
      if (at < errors.length) errors[at] = (errors[at] ?? 0) + 1;
    }
  }
}

function sharedFactors({ family: { noise }, interval }: Soak, ticks: number, random: Random): Float64Array {
  const factors = burstFactors(noise.incidents, ticks, interval, random);
  if (noise.drift === undefined) return factors;
  const keep = Math.exp(-interval / noise.drift.memory);
  const { sd } = noise.drift;
  let level = sd * random.normal();
  return factors.map((factor) => {
    level = keep * level + sd * Math.sqrt(1 - keep * keep) * random.normal();
    return factor * Math.exp(level - (sd * sd) / 2);
  });
}

/** By what a burst multiplies each tick. */
export function burstFactors(
  burst: Burst | undefined,
  ticks: number,
  interval: number,
  random: Random,
): Float64Array {
  const factors = new Float64Array(ticks).fill(1);
  if (burst === undefined) return factors;
  for (let t = random.exponential(burst.every); t < ticks * interval; t += random.exponential(burst.every)) {
    const end = t + random.exponential(burst.length);
    const factor = 1 + (burst.factor - 1) * (0.5 + random.uniform());
    for (let k = Math.floor(t / interval); k * interval < end && k < ticks; k += 1) factors[k] = factor;
    t = end;
  }
  return factors;
}

/** A restart loses its tick (marked by a negative factor), and what follows errs more. */
function restartFactors({ family: { noise }, interval }: Soak, ticks: number, random: Random): Float64Array {
  const factors = new Float64Array(ticks).fill(1);
  const { restarts } = noise;
  if (restarts === undefined) return factors;
  for (
    let t = random.exponential(restarts.every);
    t < ticks * interval;
    t += random.exponential(restarts.every)
  ) {
    const first = Math.floor(t / interval);
    for (let k = first; k * interval < t + restarts.length && k < ticks; k += 1)
      factors[k] = k === first ? -1 : restarts.factor;
  }
  return factors;
}
