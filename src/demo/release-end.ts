/** A release that has ended, with what the practice world saw of it. */
import type { Fault } from '../practice/faults.ts';
import type { JournalEntry } from '../practice/journal.ts';
import type { ReleaseResult, ReleaseView } from '../workflows/view.ts';

export interface ReleaseEnd {
  readonly environment: string;
  readonly view: ReleaseView;
  readonly result: ReleaseResult;
  /** Effects that the world received during it, oldest first. */
  readonly effects: readonly JournalEntry[];
  /** Faults that were asked of the world and that nothing met with. */
  readonly unmet: readonly Fault[];
  /** What somebody who looked on found wrong. */
  readonly seen: readonly string[];
  /** What was deployed and published, before it and after it. */
  readonly before: unknown;
  readonly after: unknown;
}
