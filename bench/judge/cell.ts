/** One cell of the bench: one family at one rate of traffic, judged often enough to count. */
import { calibrate, judgeOptionsSchema } from '../../src/judge/index.ts';
import type { CanaryPlan } from '../../src/judge/absorb.ts';
import type { Family } from './noise.ts';
import { judgeSoak } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { mannWhitneySoak } from './rival-mann-whitney.ts';
import { thresholdSoak } from './rival-threshold.ts';
import { simulateHistory, simulateSoak } from './simulate.ts';

export interface Job {
  readonly family: Family;
  readonly rate: number;
  readonly seed: number;
  /** Healthy soaks; of each harm there are half as many. */
  readonly runs: number;
  readonly historyHours: number;
}

export interface Cell {
  readonly family: string;
  readonly rate: number;
  readonly healthy: readonly Outcome[];
  readonly doubled: readonly Outcome[];
  readonly half: readonly Outcome[];
  readonly fivefold: readonly Outcome[];
  readonly rivals: Readonly<Record<'threshold' | 'mannWhitney', Rival>>;
  readonly tickMicroseconds: number;
  readonly calibrationMs: number;
}

export interface Rival {
  readonly healthy: readonly Outcome[];
  readonly doubled: readonly Outcome[];
}

const interval = 30;
const day = 86_400;
/** Soaks that share a history. */
const shared = 6;

export function runCell({ family, rate, seed, runs, historyHours }: Job): Cell {
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
    rivals: { threshold: rival(), mannWhitney: rival() },
  };
  const spent = { ticks: 0, judging: 0, calibrations: 0, calibrating: 0 };
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
    const soak = (harm: number, seconds: number) =>
      simulateSoak({ family, rate, seconds, interval, seed: seed + 100_000 + run, harm });
    const judged = (ticks: ReturnType<typeof soak>): Outcome => {
      const begun = performance.now();
      const outcome = judgeSoak(made, ticks);
      spent.judging += performance.now() - begun;
      spent.ticks += (outcome.failedAt ?? ticks.length * interval) / interval;
      return outcome;
    };
    const healthy = soak(1, day);
    cell.healthy.push(judged(healthy));
    if (run % 2 === 1) continue;
    const doubled = soak(2, day);
    cell.doubled.push(judged(doubled));
    cell.half.push(judged(soak(1.5, day)));
    cell.fivefold.push(judged(soak(5, day / 4)));
    if (run % 4 !== 0) continue;
    const { threshold, mannWhitney } = cell.rivals;
    threshold.healthy.push(thresholdSoak(healthy, interval, day));
    threshold.doubled.push(thresholdSoak(doubled, interval, 3 * 3600));
    mannWhitney.healthy.push(mannWhitneySoak(healthy, interval, day));
    mannWhitney.doubled.push(mannWhitneySoak(doubled, interval, 3 * 3600));
  }
  return {
    family: family.name,
    rate,
    ...cell,
    tickMicroseconds: (1000 * spent.judging) / spent.ticks,
    calibrationMs: spent.calibrating / spent.calibrations,
  };
}

const rival = (): { healthy: Outcome[]; doubled: Outcome[] } => ({ healthy: [], doubled: [] });
