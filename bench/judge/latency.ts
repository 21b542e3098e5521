/** Latencies: log-normal around 0.1 s, histograms by instance, a canary that is slower; errors besides, at the usual rate. */
import { calibrate, judgeOptionsSchema } from '../../src/judge/index.ts';
import type { Arm, GroupsTick, Tick } from '../../src/judge/index.ts';
import type { Burst } from './noise.ts';
import { judgeSoak } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';
import { burstFactors } from './simulate.ts';

export interface LatencyFamily {
  readonly name: string;
  /** Slow times of all instances, and of one; `factor` scales their latencies. */
  readonly shared?: Burst;
  readonly own?: Burst;
}

export const latencyFamilies: readonly LatencyFamily[] = [
  { name: 'latency' },
  { name: 'latency, slow times', shared: { every: 6 * 3600, length: 600, factor: 1.6 } },
  { name: 'latency, slow bursts', own: { every: 8 * 3600, length: 300, factor: 1.6 } },
];

export interface LatencyJob {
  readonly kind: 'latency';
  readonly family: LatencyFamily;
  readonly rate: number;
  readonly seed: number;
  readonly runs: number;
  readonly historyHours: number;
}

export interface LatencyCell {
  readonly kind: 'latency';
  readonly family: string;
  readonly rate: number;
  readonly healthy: readonly Outcome[];
  /** Latencies times 1.3, times 2, and two in a hundred requests ten times as slow. */
  readonly third: readonly Outcome[];
  readonly doubled: readonly Outcome[];
  readonly tail: readonly Outcome[];
}

const interval = 30;
const instances = 10;
const errorRate = 0.005;
export const le = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6];
const usual = { middle: 0.1, sigma: 0.6 };
/** Soaks that share a history. */
const shared = 6;

/** How the canary differs: a scale, and a share of requests that are ten times as slow. */
interface Slow {
  readonly scale: number;
  readonly tail: number;
}

export function runLatencyCell({ family, rate, seed, runs, historyHours }: LatencyJob): LatencyCell {
  const options = judgeOptionsSchema.parse({ interval, passEarly: false });
  const plan = (run: number) => {
    const groups = latencyHistory(family, { rate, seconds: historyHours * 3600, seed: seed + run });
    return { options, calibration: calibrate(groups, options, { share: 1 / instances, le }), le };
  };
  const cell = {
    healthy: [] as Outcome[],
    third: [] as Outcome[],
    doubled: [] as Outcome[],
    tail: [] as Outcome[],
  };
  let made = plan(0);
  for (let run = 0; run < runs; run += 1) {
    if (run > 0 && run % shared === 0) made = plan(run);
    const soak = (slow: Slow, hours: number): Outcome => {
      const random = randomOf(seed + 100_000 + run, 1);
      const cells = cellsOf(family, { rate, seconds: hours * 3600, random, slow });
      return judgeSoak(made, cells.map(tickOf));
    };
    cell.healthy.push(soak({ scale: 1, tail: 0 }, 24));
    if (run % 2 === 1) continue;
    cell.third.push(soak({ scale: 1.3, tail: 0 }, 12));
    cell.doubled.push(soak({ scale: 2, tail: 0 }, 6));
    cell.tail.push(soak({ scale: 1, tail: 0.02 }, 12));
  }
  return { kind: 'latency', family: family.name, rate, ...cell };
}

interface Span {
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
}

/** The time before a release. */
export const latencyHistory = (family: LatencyFamily, { seed, ...span }: Span): GroupsTick[] =>
  cellsOf(family, { ...span, random: randomOf(seed, 2) }).map((cells, k) => ({
    t: k * interval,
    groups: cells,
  }));

/** A healthy soak. */
export const latencyTicks = (family: LatencyFamily, { seed, ...span }: Span): Tick[] =>
  cellsOf(family, { ...span, random: randomOf(seed, 1), slow: { scale: 1, tail: 0 } }).map(tickOf);

interface Simulated {
  readonly rate: number;
  readonly seconds: number;
  readonly random: Random;
  /** Absent: no canary among them. */
  readonly slow?: Slow;
}

/** Tick by tick, all instances; the first is the canary. */
function cellsOf(family: LatencyFamily, { rate, seconds, random, slow }: Simulated): Arm[][] {
  const ticks = Math.floor(seconds / interval);
  const all = burstFactors(family.shared, ticks, interval, random);
  const own = Array.from({ length: instances }, () => burstFactors(family.own, ticks, interval, random));
  return Array.from({ length: ticks }, (_, k) =>
    own.map((factors, instance) => {
      const { scale, tail } = instance === 0 && slow !== undefined ? slow : { scale: 1, tail: 0 };
      const now = scale * (all[k] ?? 1) * (factors[k] ?? 1);
      return arm((rate * interval) / instances, { scale: now, tail }, random);
    }),
  );
}

function arm(expected: number, slow: Slow, random: Random): Arm {
  let below = 0;
  let requests = 0;
  const latencyBuckets = [...le, Infinity].map((bound) => {
    const share = shareBelow(bound, slow);
    requests += random.poisson(expected * Math.max(0, share - below));
    below = share;
    return requests;
  });
  return { requests, errors: Math.min(requests, random.poisson(requests * errorRate)), latencyBuckets };
}

const shareBelow = (bound: number, { scale, tail }: Slow): number =>
  (1 - tail) * normal(Math.log(bound / (scale * usual.middle)) / usual.sigma) +
  tail * normal(Math.log(bound / (10 * scale * usual.middle)) / usual.sigma);

/** Distribution function of the standard normal: Abramowitz and Stegun 7.1.26. */
function normal(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? 1 : 0;
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = 0.5 * series * Math.exp((-x * x) / 2);
  return x >= 0 ? 1 - upper : upper;
}

function tickOf([canary, ...rest]: readonly Arm[], k: number): Tick {
  const baseline = rest.reduce((sum, one) => ({
    requests: sum.requests + one.requests,
    errors: sum.errors + one.errors,
    latencyBuckets: (sum.latencyBuckets ?? []).map(
      (count, index) => count + (one.latencyBuckets?.[index] ?? 0),
    ),
  }));
  return { t: k * interval, canary: canary ?? null, baseline };
}
