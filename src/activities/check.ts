/** The check contract: one thing to watch, one number a sample. Soaks and guards hold it against bounds. */
import type { z } from 'zod';
import type { Clients } from './clients.ts';
import type { StepContext } from './contract.ts';
import type { WatchedKind } from './watched-kind.ts';

/** One look. `value` null means no data: void, never zero and never good. */
export interface Sample {
  readonly value: number | null;
  /** One sentence with the figure: '3 new issues', 'error rate 0.4 %'. */
  readonly says: string;
  /** Things found, each acknowledged by its id when a person lets the release go on. */
  readonly findings?: readonly { readonly id: string; readonly title: string; readonly link?: string }[];
}

export interface CheckContext<Need extends keyof Clients = keyof Clients> extends Omit<
  StepContext<Need>,
  'key' | 'heartbeat' | 'resumed'
> {
  /** When the watch began: milliseconds since the epoch. */
  readonly since: number;
  /** Findings that a person has acknowledged: not to be counted again. */
  readonly acknowledged: readonly string[];
}

export interface CheckKind<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> extends WatchedKind<Kind, In, Need> {
  /** Throws as steps do; a retryLater counts as a sample without data. */
  sample(input: z.output<In>, ctx: CheckContext<Need>): Promise<Sample>;
}
