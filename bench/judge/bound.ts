/**
 * `jiti bench/judge/bound.ts`: how soon a judge could know at best, amid clusters. This one is told what no judge is told: the law
 * of the noise, the baseline's rate, and how bad the canary is if it is bad. Hidden are only the errors of a cluster that are
 * still to come, so that the likelihood of the canary's counts is exact (forward algorithm, Baum and Petrie 1966); no test of their
 * ratio ends sooner on average (Wald and Wolfowitz 1948). Times are in minutes.
 */
import { parseArgs } from 'node:util';
import { families } from './noise.ts';
import { simulateSoak } from './simulate.ts';

const { values } = parseArgs({
  options: {
    family: { type: 'string', default: 'clustered' },
    rate: { type: 'string', default: '20' },
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const [interval, baseRate] = [30, 0.005];
/** More errors to come than that are next to impossible at little traffic. */
const most = 70;
const family = wanted(values.family);
const { size, spread } = family.noise.clusters;
const inTick = 1 - Math.exp(-interval / spread);

function wanted(name: string) {
  for (const one of families) {
    const { clusters } = one.noise;
    if (one.name === name && clusters !== undefined) return { ...one, noise: { ...one.noise, clusters } };
  }
  throw new Error(`no family of clusters is called ${name}`);
}

/** `e` of `j` errors happen in a tick. */
const happen = Array.from({ length: most }, (_, j) => {
  const row = [(1 - inTick) ** j];
  for (let e = 1; e <= j; e += 1) row.push(((row[e - 1] ?? 0) * (j - e + 1) * inTick) / (e * (1 - inTick)));
  return row;
});

/** Chances of new errors: clusters of geometric size, a Poisson number of them (Pólya and Aeppli; recursion of Panjer 1981). */
function newErrors(mean: number): Float64Array {
  const [clusters, more] = [mean / size, 1 - 1 / size];
  const chances = new Float64Array(most);
  chances[0] = Math.exp(-clusters);
  for (let n = 1; n < most; n += 1) {
    let sum = 0;
    for (let k = 1; k <= n; k += 1) sum += k * (1 - more) * more ** (k - 1) * (chances[n - k] ?? 0);
    chances[n] = (clusters / n) * sum;
  }
  return chances;
}

const known = new Map<number, Float64Array>();

/** Takes ticks, answers with the log likelihood so far, if the canary errs `harm` times as much. */
function likelihood(harm: number): (requests: number, errors: number) => number {
  let waiting = Float64Array.of(1, ...new Array<number>(most - 1).fill(0));
  let log = 0;
  return (requests, errors) => {
    const mean = requests * baseRate * harm;
    const fresh = known.get(mean) ?? newErrors(mean);
    known.set(mean, fresh);
    const due = new Float64Array(most);
    for (let j = 0; j < most; j += 1)
      for (let n = 0; j + n < most; n += 1)
        due[j + n] = (due[j + n] ?? 0) + (waiting[j] ?? 0) * (fresh[n] ?? 0);
    const left = new Float64Array(most);
    for (let j = errors; j < most; j += 1) left[j - errors] = (due[j] ?? 0) * (happen[j]?.[errors] ?? 0);
    const chance = left.reduce((sum, one) => sum + one, 0);
    waiting = left.map((one) => one / chance);
    log += Math.log(chance);
    return log;
  };
}

/** When a canary that errs `truth` times as much reaches the odds for `harm` against `instead`; the median, infinite if never. */
function median(
  truth: number,
  { harm, instead, odds }: { harm: number; instead: number; odds: number },
): number {
  const times = Array.from({ length: Number(values.runs) }, (_, run) => {
    const [seconds, seed] = [86_400, Number(values.seed) * 1_000_000 + run];
    const [one, other] = [likelihood(harm), likelihood(instead)];
    for (const { t, canary } of simulateSoak({
      family,
      rate: Number(values.rate),
      seconds,
      interval,
      seed,
      harm: truth,
    })) {
      const { requests, errors } = canary ?? { requests: 0, errors: 0 };
      if (one(requests, errors) - other(requests, errors) >= Math.log(odds)) return (t + interval) / 60;
    }
    return Infinity;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;
}

const bounds = {
  detect2x: median(2, { harm: 2, instead: 1.1, odds: 100 }),
  detect2xWithoutTolerance: median(2, { harm: 2, instead: 1, odds: 100 }),
  passAtAnyTime: median(1, { harm: 1, instead: 1.5, odds: 25 }),
};
process.stdout.write(`${JSON.stringify({ family: values.family, rate: Number(values.rate), ...bounds })}\n`);
