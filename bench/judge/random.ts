/** Seeded randomness for simulations: one seed, one sequence, on every machine. */

export interface Random {
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
  /** How many tries until the first success, at least 1; `mean` at least 1. */
  geometric(mean: number): number;
  /** Waiting time of a Poisson process. */
  exponential(mean: number): number;
}

/** Mulberry32 (public domain), fed through a mix so that neighbouring seeds have nothing in common. */
export function randomOf(...seeds: readonly number[]): Random {
  let state = seeds.reduce((mixed, seed) => mix(mixed ^ mix(seed + 0x9e3779b9)), 0x2545f491);
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return mixed(state) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    poisson: (mean) => poisson(mean, uniform, normal),
    geometric: (mean) => (mean <= 1 ? 1 : 1 + Math.floor(Math.log(1 - uniform()) / Math.log(1 - 1 / mean))),
    exponential: (mean) => -mean * Math.log(1 - uniform()),
  };
}

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) | 0;
}

function mixed(state: number): number {
  let x = Math.imul(state ^ (state >>> 15), state | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return (x ^ (x >>> 14)) >>> 0;
}

/** Knuth's product below 30; above, the rounded normal is close enough for noise. */
function poisson(mean: number, uniform: () => number, normal: () => number): number {
  if (mean <= 0) return 0;
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}
