/** One cell of the bench: one family at one rate of traffic, judged often enough to count. */
import { calibrate, judgeOptionsSchema } from '../../src/judge/index.ts';
import type { CanaryPlan } from '../../src/judge/absorb.ts';
import type { Family } from './noise.ts';
import { judgeLive, judgeSoak } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { mannWhitneySoak } from './rival-mann-whitney.ts';
import { thresholdSoak } from './rival-threshold.ts';
import { instancesOf, simulateHistory } from './simulate.ts';

export interface Job {
  readonly kind: 'errors';
  readonly family: Family;
  readonly rate: number;
  readonly seed: number;
  /** Healthy soaks; of each harm there are half as many. */
  readonly runs: number;
  readonly historyHours: number;
  /** Learns from the baseline's instances meanwhile, as `slipway judge` does where there is no history. */
  readonly live: boolean;
}

export interface Cell {
  readonly kind: 'errors';
  readonly family: string;
  readonly rate: number;
  readonly healthy: readonly Outcome[];
  readonly doubled: readonly Outcome[];
  readonly half: readonly Outcome[];
  readonly fivefold: readonly Outcome[];
  /** Five times the errors from the sixth hour on: since when, see `onset`. */
  readonly late: readonly Outcome[];
  readonly rivals: Readonly<Record<'threshold' | 'mannWhitney', Rival>>;
  readonly calibrationMs: number;
}

export interface Rival {
  readonly healthy: readonly Outcome[];
  readonly doubled: readonly Outcome[];
}

const interval = 30;
const day = 86_400;
/** Seconds after which harm sets in late. */
export const lateOnset = 6 * 3600;
/** Soaks that share a history. */
const shared = 6;

export function runCell({ family, rate, seed, runs, historyHours, live }: Job): Cell {
  const options = judgeOptionsSchema.parse({
    for: day,
    interval,
    passEarly: false,
    warmup: family.warmUp ?? 0,
  });
  const cell = {
    healthy: [] as Outcome[],
    doubled: [] as Outcome[],
    half: [] as Outcome[],
    fivefold: [] as Outcome[],
    late: [] as Outcome[],
    rivals: { threshold: rival(), mannWhitney: rival() },
  };
  const spent = { calibrations: 0, calibrating: 0 };
  let plan: CanaryPlan | undefined;
  for (let run = 0; run < runs; run += 1) {
    if (plan === undefined || run % shared === 0) {
      const history =
        historyHours === 0
          ? []
          : simulateHistory({ family, rate, seconds: historyHours * 3600, interval, seed: seed + run });
      const begun = performance.now();
      const share = (family.canaries ?? 1) / (family.instances ?? 10);
      plan = { options, calibration: calibrate(history, options, { share }), le: [] };
      spent.calibrating += performance.now() - begun;
      spent.calibrations += 1;
    }
    const made: CanaryPlan = plan;
    const soak = (harm: number, seconds: number, onset = 0) =>
      instancesOf({ family, rate, seconds, interval, seed: seed + 100_000 + run, harm, onset });
    const judged = (ticks: ReturnType<typeof soak>): Outcome =>
      live ? judgeLive(options, family.canaries ?? 1, ticks) : judgeSoak(made, ticks);
    const healthy = soak(1, day);
    cell.healthy.push(judged(healthy));
    if (run % 2 === 1) continue;
    const doubled = soak(2, day);
    cell.doubled.push(judged(doubled));
    cell.half.push(judged(soak(1.5, day)));
    cell.fivefold.push(judged(soak(5, day / 4)));
    cell.late.push(judged(soak(5, day / 2, lateOnset)));
    if (run % 4 !== 0) continue;
    const { threshold, mannWhitney } = cell.rivals;
    threshold.healthy.push(thresholdSoak(healthy, interval, day));
    threshold.doubled.push(thresholdSoak(doubled, interval, 3 * 3600));
    mannWhitney.healthy.push(mannWhitneySoak(healthy, interval, day));
    mannWhitney.doubled.push(mannWhitneySoak(doubled, interval, 3 * 3600));
  }
  return {
    kind: 'errors',
    family: family.name,
    rate,
    ...cell,
    calibrationMs: spent.calibrating / spent.calibrations,
  };
}

const rival = (): { healthy: Outcome[]; doubled: Outcome[] } => ({ healthy: [], doubled: [] });
