/** What people see of an environment; the query `environment` returns it. */
import type { Deployment } from './deployment.ts';
import type { Closed, ReleaseEnd, ReleaseName } from './messages.ts';

/** Who did what to the environment. */
export interface EnvironmentAudit {
  /** ISO 8601. */
  readonly at: string;
  /** A person, or `slipway`. */
  readonly by: string;
  readonly what: string;
  /** One sentence. */
  readonly says: string;
}

/** One line of the ledger. */
export interface LedgerEntry extends Deployment {
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  /** Id of the release, `release/<runbook>/<environment>/<version>`. */
  readonly release: string;
  readonly runbook: string;
  /** Who started that release. */
  readonly by: string;
  readonly why: string;
  /** Key of the entry that was true before; absent: the first of its service. */
  readonly replaced?: string | undefined;
  /** The version that entry named. */
  readonly replacedVersion?: string | undefined;
  /** Key of the record that this one takes back. */
  readonly undoes?: string | undefined;
  /** Recorded by a release that brought back what ran before. */
  readonly back?: true | undefined;
}

/** A release that has had the environment. */
export interface EndedRelease extends ReleaseEnd {
  readonly release: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface HolderView {
  readonly release: ReleaseName;
  /** ISO 8601. */
  readonly since: string;
  readonly services: readonly string[];
  readonly urgent?: string | undefined;
  /** Who let it go on through a freeze, and why. */
  readonly exempt?: { readonly by: string; readonly reason: string } | undefined;
}

export interface QueuedView extends HolderView {
  /** 1: the next one. */
  readonly position: number;
}

export interface FreezeView {
  readonly id: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
  readonly until?: string | undefined;
  readonly services?: readonly string[] | undefined;
  readonly exempt: readonly string[];
}

export interface HoldView {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly runbook?: string | undefined;
  /** Absent: all versions. */
  readonly version?: string | undefined;
  /** Of the step that holds it; absent: a person does. */
  readonly key?: string | undefined;
}

/** What may keep a release out. */
export interface EnvironmentRules {
  readonly name: string;
  readonly freezes: readonly FreezeView[];
  readonly holds: readonly HoldView[];
}

export interface EnvironmentView extends EnvironmentRules {
  readonly holder?: HolderView | undefined;
  /** Releases within the holder that have gone in beside it; absent where an older build answers. */
  readonly beside?: readonly HolderView[] | undefined;
  readonly queue: readonly QueuedView[];
  /** Why the first in the queue isn't let in, although nobody is. */
  readonly closed?: Closed | undefined;
  /** What runs now, by service. */
  readonly current: readonly LedgerEntry[];
  /** How many entries the ledger has, and how many pages of them stand in workflows of their own. */
  readonly entries: number;
  readonly pages: number;
  readonly audit: readonly EnvironmentAudit[];
  /** The newest last; absent: none yet. */
  readonly ended?: readonly EndedRelease[] | undefined;
}
