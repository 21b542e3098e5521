/** A calibration: which bettors judge the errors and which the latency of one service. Small JSON, made once before a soak. */
import { z } from 'zod';
import { choose } from './calibrate.ts';
import type { Trial } from './calibrate.ts';
import { cautionOf } from './caution.ts';
import { chooseLooks } from './choose-looks.ts';
import { bettingSchema, looksShare, unknownShare } from './evidence.ts';
import type { Betting } from './evidence.ts';
import { harm, health as healthSide } from './hypotheses.ts';
import type { Side } from './hypotheses.ts';
import type { Lane } from './lane.ts';
import { watchedBounds } from './latency.ts';
import { unknownLooks } from './looks.ts';
import type { JudgeOptions } from './options.ts';
import { placebos } from './placebo.ts';
import type { Placebo } from './placebo.ts';
import type { Table } from './table.ts';
import type { GroupsTick } from './tick.ts';

export const calibrationSchema = z.strictObject({
  errors: bettingSchema,
  /** By place among the buckets; bounds that history didn't show are judged without a calibration. */
  latency: z.array(z.strictObject({ index: z.number().int().min(0), betting: bettingSchema })),
  /** Ticks in a row beyond `stopAt` that stop the soak at once: more where healthy instances have been as ill. */
  stopTicks: z.number().int().min(2),
  /** Whether any placebo soak spoke. */
  calibrated: z.boolean(),
});
export type Calibration = z.output<typeof calibrationSchema>;

/**
 * Without history errors may come in clusters of fifteen, and in bursts: what is slow to be lost on a healthy canary looks away
 * from them.
 */
const doubtful = (times: number): Lane => ({
  kind: 'doubt',
  seconds: 240,
  bursts: times > 0.5 && times < 2 ? 0.05 : 0,
  temper: 15,
  // A burst of the baseline makes a bad canary look well for a few blocks.
  cap: times < 1 ? 0.5 : 4,
  late: (10 * 240) / 7200,
});
/** More placebo ticks than that add nothing but time. */
const enough = 60_000;
/** Less history than that shows too little: seconds of all placebos together. */
const least = 4 * 3600;

export interface Service {
  /** The canary's share of the traffic; as many instances play the canary. Default: one. */
  readonly share?: number;
  /** Bucket bounds. */
  readonly le?: readonly number[];
}

/** Calibrates by the time before the release. An empty history gives the bettors that doubt everything. */
export function calibrate(
  history: readonly GroupsTick[],
  options: JudgeOptions,
  { share, le = [] }: Service = {},
): Calibration {
  const groups = Math.max(0, ...history.map((tick) => tick.groups.length));
  const size = Math.max(1, Math.min(Math.floor(groups / 2), Math.round((share ?? 0) * groups)));
  const recent = history.slice(-Math.max(1, Math.floor(enough / Math.max(1, groups))));
  const interval = intervalOf(recent, options.interval);
  const made = placebos(recent, size, ({ requests, errors }) => ({ requests, errors }));
  const seconds = made.length * recent.length * interval;
  const usable = seconds >= least;
  return {
    errors: bettingFor(usable ? made : [], options, interval, 1 + options.tolerance),
    latency: usable ? latencyOf(recent, size, options, le, interval) : [],
    stopTicks: stopTicks(made, options.stopAt),
    calibrated: usable,
  };
}

/** The bettors of one metric whose harm begins above `boundary`. */
export function bettingFor(
  made: readonly Placebo[],
  options: JudgeOptions,
  interval: number,
  boundary: number,
): Betting {
  const ruledOut = Math.max(1 + options.margin, boundary);
  const { falseAbort, falsePass } = options;
  const health = tables(made, healthSide(ruledOut), { interval, scale: ruledOut, alpha: falsePass });
  const chance = looksShare * falsePass;
  const planned = chooseLooks(made, { interval, ruledOut, chance });
  const passes = { any: health.seconds, looks: planned?.seconds, chance };
  const caution = cautionOf(passes, options.for);
  const looksFirst = planned !== undefined && planned.seconds <= health.seconds;
  const unknown = made.length === 0 ? { looks: unknownLooks(unknownShare * falsePass) } : {};
  return {
    harm: tables(made, harm(boundary), { interval, scale: 1, alpha: falseAbort }).tables,
    health: health.tables,
    ...(caution === 1 ? {} : { caution }),
    ...(looksFirst ? { looks: { ...planned.looks, chance: chance / caution } } : unknown),
  };
}

/** Alternatives that chose the same lane sit at one table. `seconds`: what the first of them is expected to need. */
function tables(
  made: readonly Placebo[],
  { boundary, alternatives }: Side,
  trial: Omit<Trial, 'boundary'>,
): { readonly tables: Table[]; readonly seconds: number } {
  const chosen = made.length === 0 ? [] : choose(made, { boundary, ...trial }, alternatives);
  const byLane = new Map<string, Table>();
  const seat = (lane: Lane, times: number, prior: number): void => {
    const key = JSON.stringify(lane);
    const bettors = byLane.get(key)?.bettors ?? [];
    byLane.set(key, { lane, bettors: [...bettors, { times, prior }] });
  };
  for (const [index, { times, prior }] of alternatives.entries()) {
    seat(chosen[index]?.lane ?? doubtful(times), times, prior);
  }
  return { tables: [...byLane.values()], seconds: chosen[0]?.seconds ?? Infinity };
}

/** With fewer requests or errors in a tick a rate says nothing. */
export const leastToStop = { requests: 20, errors: 10 };

/** Two, or more than twice as many as the longest time that an instance was nearly as ill in history. */
function stopTicks(made: readonly Placebo[], stopAt: number): number {
  let longest = 0;
  for (const { canaryErrors, canaryRequests } of made) {
    let run = 0;
    for (const [k, errors] of canaryErrors.entries()) {
      const requests = canaryRequests[k] ?? 0;
      run = requests >= leastToStop.requests && errors >= (stopAt / 2) * requests ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
  }
  return 2 + 2 * longest;
}

function latencyOf(
  history: readonly GroupsTick[],
  size: number,
  options: JudgeOptions,
  le: readonly number[],
  interval: number,
): Calibration['latency'] {
  const buckets: number[] = [];
  for (const { groups } of history)
    for (const arm of groups)
      for (const [index, count] of (arm?.latencyBuckets ?? []).entries())
        buckets[index] = (buckets[index] ?? 0) + count;
  return watchedBounds(le, buckets, options.slowdown).map(({ index, boundary }) => {
    const made = placebos(history, size, ({ latencyBuckets = [] }) => {
      const requests = latencyBuckets.at(-1) ?? 0;
      return { requests, errors: Math.max(0, requests - (latencyBuckets[index] ?? requests)) };
    });
    return { index, betting: bettingFor(made, options, interval, boundary) };
  });
}

/** The usual time between two ticks of the history. */
function intervalOf(history: readonly GroupsTick[], otherwise: number): number {
  const steps = history
    .slice(1)
    .map(({ t }, k) => t - (history[k]?.t ?? t))
    .filter((step) => step > 0);
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? otherwise;
}
