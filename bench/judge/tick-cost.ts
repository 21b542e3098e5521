/** What a tick costs in CPU time: what else runs on the machine is not the judge's. */
import { calibrate, freshState, judgeOptionsSchema, judgeTick } from '../../src/judge/index.ts';
import type { Tick } from '../../src/judge/index.ts';
import type { CanaryPlan } from '../../src/judge/absorb.ts';
import { latencyHistory, latencyTicks, le } from './latency.ts';

const interval = 30;
const family = { name: 'latency' };
/** Ticks that are judged before any is counted, and those that are: the least of some rounds, for a busy neighbour costs CPU time. */
const ticks = { warm: 2000, counted: 3000 };
const rounds = 5;

export interface TickCost {
  /** Microseconds of one metric, and of errors with three bounds of latency. */
  readonly errors: number;
  readonly withLatency: number;
}

/** To be asked before any thread is started: the process' CPU time is all threads'. */
export function tickCost(seed: number): TickCost {
  const options = judgeOptionsSchema.parse({ interval, passEarly: false, for: 30 * 86_400 });
  const history = latencyHistory(family, { rate: 20, seconds: 6 * 3600, seed });
  const plan = { options, calibration: calibrate(history, options, { share: 0.1, le }), le };
  const soak = latencyTicks(family, { rate: 20, seconds: (ticks.warm + ticks.counted) * interval, seed });
  const bare = soak.map(({ t, canary, baseline }): Tick => ({
    t,
    canary: counted(canary),
    baseline: counted(baseline),
  }));
  return { errors: costOf(plan, bare), withLatency: costOf(plan, soak) };
}

const counted = (arm: Tick['canary']): Tick['canary'] =>
  arm === null ? null : { requests: arm.requests, errors: arm.errors };

function costOf(plan: CanaryPlan, soak: readonly Tick[]): number {
  let warm = freshState(plan.calibration);
  for (const tick of soak.slice(0, ticks.warm)) ({ state: warm } = judgeTick(plan, warm, tick));
  const costs = Array.from({ length: rounds }, () => {
    let state = warm;
    const begun = process.cpuUsage();
    for (const tick of soak.slice(ticks.warm)) ({ state } = judgeTick(plan, state, tick));
    const { user, system } = process.cpuUsage(begun);
    if (state.end !== null) throw new Error(`the healthy soak ended: ${state.end.reason}`);
    return (user + system) / ticks.counted;
  });
  return Math.min(...costs);
}
