/** A/A calibration of a watch: what the baseline's instances did before, hour by hour, compared with each other. */
import { calibrate } from '../../judge/index.ts';
import type { Arm, Calibration, GroupsTick, JudgeOptions, Service } from '../../judge/index.ts';
import type { CheckContext } from '../check.ts';
import type { ComparisonKind } from '../comparison.ts';
import { edgesOf } from './span.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

/** What the judge's `calibrate` is given. */
export interface ToCalibrate {
  readonly history: readonly GroupsTick[];
  readonly options: JudgeOptions;
  readonly service: Service;
}

/** Calibrates by what `read` gives when its turn comes: a few at a time, and not on the thread that beats the hearts. */
export type Calibrate = (read: () => Promise<ToCalibrate>, signal: AbortSignal) => Promise<Calibration>;

export interface Calibrated {
  /** Bounds of latency that the source chose; empty: there are none, or it did not answer. */
  readonly le: readonly number[];
  readonly calibration: Calibration;
  /** Why the past could not be read. */
  readonly trouble?: string;
}

/** A source without a past, or without an answer, leaves the judge uncalibrated: it doubts then, and takes longer. */
export async function calibrationOf(
  kind: ComparisonKind,
  input: unknown,
  options: JudgeOptions,
  { before, interval }: Pick<Past, 'before' | 'interval'>,
  ctx: CheckContext,
  calibrateBy: Calibrate,
): Promise<Calibrated> {
  let le: readonly number[] = [];
  try {
    const calibration = await calibrateBy(async () => {
      ({ le } = await kind.read(input, { edges: [before - interval, before] }, ctx));
      const history = await historyOf(
        kind,
        input,
        { before, interval, le, tickSeconds: options.interval },
        ctx,
      );
      return { history, options, service: { le } };
    }, ctx.signal);
    return { le, calibration };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const trouble = reasonOf(error);
    return { le: [], calibration: calibrate([], options), trouble };
  }
}

const lookBackSeconds = 6 * 3600;
/** Quick ticks: as many as the judge uses of a few instances. Slow ones: blocks of several ticks want some, too. */
const ticksWithin = { least: 720, most: 5000 };
/** No answer may grow too large: what is read at once, in ticks and in seconds. */
const atOnce = { ticks: 120, seconds: 3600 };

interface Past {
  /** Seconds since the epoch, by the clock. */
  readonly before: number;
  /** Seconds of a tick by the clock, and those that it stands for. */
  readonly interval: number;
  readonly tickSeconds: number;
  readonly le: readonly number[];
}

async function historyOf(
  kind: ComparisonKind,
  input: unknown,
  { before, interval, tickSeconds, le }: Past,
  ctx: CheckContext,
): Promise<GroupsTick[]> {
  const { least, most } = ticksWithin;
  const ticks = Math.min(most, Math.max(least, Math.ceil(lookBackSeconds / tickSeconds)));
  const length = Math.max(atOnce.ticks, Math.ceil(atOnce.seconds / interval));
  const from = before - ticks * interval;
  const arms = new Map<string, (Arm | null)[]>();
  for (let done = 0; done < ticks; done += length) {
    const end = from + Math.min(ticks, done + length) * interval;
    const edges = edgesOf(from + done * interval, interval, end, length);
    for (const { instance, arms: own } of await kind.history(input, { edges, le }, ctx)) {
      // Instances come and go: what is not known of one is no data.
      const known = arms.get(instance) ?? Array.from<Arm | null>({ length: ticks }).fill(null);
      own.forEach((arm, index) => (known[done + index] = arm));
      arms.set(instance, known);
    }
  }
  return arms.size === 0
    ? []
    : Array.from({ length: ticks }, (_, tick) => ({
        t: (tick + 1) * tickSeconds,
        groups: [...arms.values()].map((own) => own[tick] ?? null),
      }));
}
