/** The comparison contract: two arms read tick by tick from a source that keeps its past. The judge holds them against each other. */
import type { z } from 'zod';
import type { Arm, Tick } from '../judge/tick.ts';
import type { Clients } from './clients.ts';
import type { CheckContext } from './check.ts';
import type { Json } from './contract.ts';
import type { WatchedKind } from './watched-kind.ts';

/** Which stretch to read. */
export interface Stretch {
  /** Seconds since the epoch, ascending: tick i is the time after `edges[i]` up to `edges[i + 1]`. */
  readonly edges: readonly number[];
  /** The finite bounds of latency (seconds, ascending) to report; absent at the first reading, which chooses them. */
  readonly le?: readonly number[];
  /** What the last reading of this watch had to remember; absent at the first. */
  readonly memory?: Json;
}

export interface Reading {
  readonly le: readonly number[];
  /** One an interval between two edges. `latencyBuckets` has one more than `le`: all of them. */
  readonly ticks: readonly Tick[];
  /** Kept for the next reading by sources that have no past of their own. */
  readonly memory?: Json;
}

/** One instance of the baseline in the past, tick by tick. */
export interface InstanceHistory {
  readonly instance: string;
  readonly arms: readonly (Arm | null)[];
}

export interface ComparisonKind<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> extends WatchedKind<Kind, In, Need> {
  /** Milliseconds after its end at which a tick can be read whole. */
  lagMs(input: z.output<In>): number;
  /** Reads any stretch of the past again with the same result. Throws as steps do; a retryLater is no data yet. */
  read(input: z.output<In>, stretch: Stretch, ctx: CheckContext<Need>): Promise<Reading>;
  /** What the baseline's instances did before the release, for the judge's A/A calibration. */
  history(
    input: z.output<In>,
    stretch: Stretch,
    ctx: CheckContext<Need>,
  ): Promise<readonly InstanceHistory[]>;
}
