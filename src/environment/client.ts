/** What steps, plans and the board may ask of environments. `src/worker` makes it; Temporal keeps the record. */
import type { HoldOrder, LedgerQuery, RecordDeployment, UnholdOrder, Unrecord } from './messages.ts';
import type { EnvironmentRules, EnvironmentView, LedgerEntry } from './view.ts';

export interface EnvironmentsClient {
  /** Undefined: nothing was ever released there. */
  read(name: string, signal?: AbortSignal): Promise<EnvironmentView | undefined>;
  /** The freezes and holds of every environment, as Temporal itself knows them: no worker is asked, for it may be another team's. */
  rulesOfAll(signal?: AbortSignal): Promise<EnvironmentRules | undefined>;
  /** Newest first, older pages included, as far as `limit` goes; empty: nothing was ever released there. */
  ledger(name: string, query?: Partial<LedgerQuery>, signal?: AbortSignal): Promise<readonly LedgerEntry[]>;
  /** What runs there now; idempotent by its key. Makes the environment if it is new. */
  record(name: string, entry: RecordDeployment, signal?: AbortSignal): Promise<LedgerEntry>;
  /** Says that what ran before runs again; one line for the report. Idempotent by its key. */
  unrecord(name: string, order: Unrecord, signal?: AbortSignal): Promise<string>;
  /** Lets no release of a version, or of any, in; one line for people. To hold what is held changes its reason. */
  hold(name: string, order: HoldOrder, signal?: AbortSignal): Promise<string>;
  /** Lifts that again; refused where nothing is held. */
  unhold(name: string, order: UnholdOrder, signal?: AbortSignal): Promise<string>;
}
