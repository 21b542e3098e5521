/** Draws that hang on a seed and two numbers alone: the same ones give the same draw, on every machine. */
import { createHash } from 'node:crypto';

export type Seed = readonly [number, number];

export function seedOf(name: string): Seed {
  const bytes = createHash('sha256').update(name).digest();
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

/** More than that on either side, and the normal distribution is near enough. */
const many = 25;

/** A draw for the place (a, b). */
export function poisson(seed: Seed, a: number, b: number, mean: number): number {
  if (mean > many) return Math.max(0, normal(seed, a, b, mean, mean));
  return inverse(uniform(seed[0], a, b), Math.exp(-mean), (k) => mean / k, Infinity);
}

export function binomial(seed: Seed, a: number, b: number, count: number, share: number): number {
  const variance = count * share * (1 - share);
  if (variance > many) return Math.min(count, Math.max(0, normal(seed, a, b, count * share, variance)));
  // Counted from the rarer side, where the probability of none is no vanishing one.
  const rare = Math.min(share, 1 - share);
  const none = (1 - rare) ** count;
  const odds = rare / (1 - rare);
  const drawn = inverse(uniform(seed[0], a, b), none, (k) => ((count - k + 1) * odds) / k, count);
  return share === rare ? drawn : count - drawn;
}

const normal = (seed: Seed, a: number, b: number, mean: number, variance: number): number =>
  Math.round(mean + Math.sqrt(variance) * gauss(uniform(seed[0], a, b), uniform(seed[1], b, a)));

/** The smallest k whose cumulative probability exceeds `u`; `ratio(k)` is the probability of k over that of k - 1. */
function inverse(u: number, none: number, ratio: (k: number) => number, most: number): number {
  let [k, probability, sum] = [0, none, none];
  while (u >= sum && k < most && probability > 0) {
    k += 1;
    probability *= ratio(k);
    sum += probability;
  }
  return k;
}

/** Box and Muller's. */
const gauss = (u: number, v: number): number => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);

/** In [0, 1): the finalizer of MurmurHash3 over the three numbers. */
const uniform = (seed: number, a: number, b: number): number => mix(mix(mix(seed) ^ a) ^ b) / 2 ** 32;

function mix(number: number): number {
  let h = (number + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
