/** How one run of a voyage went, as it was seen from outside. */
import type { ReleaseView } from '../../src/workflows/view.ts';
import type { ChaosEvent } from './event.ts';
import type { Effect } from './world-api.ts';

export interface VoyageLog {
  /** The last view: that of the closed release. */
  readonly view: ReleaseView;
  /** The first run id: keys are made of it. */
  readonly runId: string;
  readonly events: readonly ChaosEvent[];
  /** What the world received during it, oldest first. */
  readonly effects: readonly Effect[];
  readonly duplicates: readonly Effect[];
  /** The world before it and after it. */
  readonly before: unknown;
  readonly after: unknown;
  /** What its environment has on record after it, where it began with a ledger of its own. */
  readonly recorded: unknown;
  /** What the status view said that was not so. */
  readonly lies: readonly string[];
  /** Nodes that parked on the way. */
  readonly parked: readonly string[];
  /** What still was held when it had ended: pending activities, failed workflow tasks, crashes in the log. */
  readonly held: readonly string[];
  readonly ms: number;
}
