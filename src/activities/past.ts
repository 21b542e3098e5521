/** The contract of a check that holds one series against its own past: windows, read from a source that keeps them. */
import type { z } from 'zod';
import type { Point } from '../judge/index.ts';
import type { CheckContext } from './check.ts';
import type { Clients } from './clients.ts';
import type { WatchedKind } from './watched-kind.ts';

/** How the series is read; seconds. */
export interface PastSpan {
  /** What is judged together. A window ends at a multiple of it since the epoch. */
  readonly window: number;
  /** Days of history that show what is usual. */
  readonly days: number;
  /** After its end, when a window can be read whole. */
  readonly lag: number;
}

/** Seconds since the epoch: windows that begin at `from` or later and end at `to` or earlier. No more than a day at once. */
export interface PastStretch {
  readonly from: number;
  readonly to: number;
}

export interface PastKind<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> extends WatchedKind<Kind, In, Need> {
  spanOf(input: z.output<In>): PastSpan;
  /**
   * All windows of the stretch, ascending; those without data have a null count. Reads any of them again with the same
   * result. Throws as steps do; a retryLater is no data yet.
   */
  windows(input: z.output<In>, stretch: PastStretch, ctx: CheckContext<Need>): Promise<readonly Point[]>;
}
