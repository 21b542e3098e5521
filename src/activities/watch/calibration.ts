/** A/A calibration of a watch: what the baseline's instances did before, hour by hour, compared with each other. */
import { calibrate } from '../../judge/index.ts';
import type { Arm, Calibration, GroupsTick, JudgeOptions } from '../../judge/index.ts';
import type { CheckContext } from '../check.ts';
import type { ComparisonKind, InstanceHistory } from '../comparison.ts';
import { edgesOf } from './span.ts';

/** Ticks of history that are asked for: six hours of half minutes. */
const ticks = 720;
const ticksAtOnce = 120;

/** A source without a past, or without an answer, leaves the judge uncalibrated: it doubts then, and takes longer. */
export async function calibrationOf(
  kind: ComparisonKind,
  input: unknown,
  options: JudgeOptions,
  before: number,
  ctx: CheckContext,
): Promise<{ readonly le: readonly number[]; readonly calibration: Calibration }> {
  try {
    const from = before - ticks * options.interval;
    const { le } = await kind.read(input, { edges: [before - options.interval, before] }, ctx);
    const arms = new Map<string, (Arm | null)[]>();
    for (let done = 0; done < ticks; done += ticksAtOnce) {
      const start = from + done * options.interval;
      const edges = edgesOf(start, options.interval, start + ticksAtOnce * options.interval);
      for (const instance of await kind.history(input, { edges, le }, ctx)) note(arms, instance, done);
    }
    return { le, calibration: calibrate(groupsOf(arms, from, options.interval), options, { le }) };
  } catch {
    ctx.signal.throwIfAborted();
    return { le: [], calibration: calibrate([], options) };
  }
}

/** Instances come and go: what is not known of one is no data. */
function note(arms: Map<string, (Arm | null)[]>, { instance, arms: own }: InstanceHistory, at: number): void {
  const known = arms.get(instance) ?? Array.from<Arm | null>({ length: ticks }).fill(null);
  own.forEach((arm, index) => (known[at + index] = arm));
  arms.set(instance, known);
}

const groupsOf = (
  arms: ReadonlyMap<string, readonly (Arm | null)[]>,
  from: number,
  interval: number,
): GroupsTick[] =>
  arms.size === 0
    ? []
    : Array.from({ length: ticks }, (_, tick) => ({
        t: from + (tick + 1) * interval,
        groups: [...arms.values()].map((own) => own[tick] ?? null),
      }));
