/** The view model of a release: one for the CLI, the web and chat. The `status` query returns it. */
import type { CheckEvidence, WatchRound } from '../activities/calls.ts';
import type { ErrorDetails } from '../activities/errors.ts';
import type { LeaseNews } from '../environment/messages.ts';
import type { Json } from '../runbook/json.ts';
import type { Ask, NodeType, Plan } from '../runbook/plan.ts';

/** `queued`: it waits for its environment. */
export const phases = [
  'planning',
  'confirming',
  'queued',
  'running',
  'paused',
  'rolling-back',
  'closed',
] as const;
export type Phase = (typeof phases)[number];

/**
 * `partly-rolled-back`: a person left some undo undone. `aborted`: stopped, nothing put back.
 * `not-started`: the plan was invalid, or nobody confirmed it.
 */
export const outcomes = ['succeeded', 'rolled-back', 'partly-rolled-back', 'aborted', 'not-started'] as const;
export type Outcome = (typeof outcomes)[number];

export type NodeState =
  | 'pending'
  | 'running'
  /** A person is asked: a gate, a tripped guard, a failed soak. */
  | 'waiting'
  /** Its retries are spent; a person says how to go on. */
  | 'parked'
  | 'done'
  | 'skipped'
  /** Failed for good, and the plan says to go on. */
  | 'failed'
  /** Stopped by a rollback or an abort. */
  | 'cancelled'
  | 'undoing'
  | 'undo-parked'
  | 'undone';

export interface ErrorView extends ErrorDetails {
  readonly message: string;
}

export interface Approval {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason?: string | undefined;
  readonly answers?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** A node as it stands; in the order of the plan, parents before children. */
export interface NodeView {
  readonly id: string;
  readonly type: NodeType;
  /** Of steps only. */
  readonly kind?: string | undefined;
  readonly title: string;
  /** 0 for the root. */
  readonly depth: number;
  readonly state: NodeState;
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  /** 1 at first; one more for every round that a person ordered. */
  readonly round: number;
  readonly output?: Json | undefined;
  readonly error?: ErrorView | undefined;
  /** One line on how it stands: a verdict, who decided, what was undone. */
  readonly note?: string | undefined;
  /** When a soak, or a guard's minimum, will have run its time. */
  readonly until?: string | undefined;
  /** Of a soak or a guard: how its comparisons stood when it last spoke. */
  readonly evidence?: readonly CheckEvidence[] | undefined;
  /** Of the same: the rounds before, which a person answered; the last few, their series thinned. */
  readonly earlier?: readonly WatchRound[] | undefined;
  /** Why it can't be undone. */
  readonly irreversible?: string | undefined;
}

/** Something that waits for a person, with the exact commands that answer it. */
export interface WaitingView {
  readonly node: string;
  readonly for: 'confirm' | 'decision' | 'repair' | 'undo-repair';
  readonly title: string;
  /** ISO 8601. */
  readonly since: string;
  readonly commands: readonly string[];
  readonly ask?: Ask | undefined;
  readonly approvals?: readonly Approval[] | undefined;
  readonly deadlineAt?: string | undefined;
  readonly error?: ErrorView | undefined;
}

/** One line of what a rollback would do now, newest first. */
export interface UndoView {
  readonly node: string;
  readonly title: string;
  /** What the undo does, in the step's own words; absent: it says no more than the title. */
  readonly does?: string | undefined;
  /** Why it can't be undone; such a line is only reported. */
  readonly irreversible?: string | undefined;
  /** What stays although it is undone. */
  readonly leaves?: string | undefined;
}

export interface AuditEntry {
  /** ISO 8601. */
  readonly at: string;
  /** A person, or `slipway`. */
  readonly by: string;
  /** `started`, `confirmed`, `approved`, `retried`, `amended`, `refused`, … */
  readonly what: string;
  readonly node?: string | undefined;
  /** One sentence. */
  readonly says: string;
  /** Old and new input of an amendment, answers of a gate. */
  readonly detail?: Json | undefined;
}

/** A lease that the release has, or waits for. */
export interface LeaseView {
  readonly environment: string;
  /** ISO 8601. */
  readonly since: string;
  /** Absent: nobody has answered yet. */
  readonly news?: LeaseNews | undefined;
  /** How that stands, in one sentence: who has it, the place in the queue, why it is closed and until when. */
  readonly says: string;
  /** The exact commands that tell more, or let it go on. */
  readonly commands: readonly string[];
}

export interface ReleaseView {
  readonly id: string;
  readonly runId: string;
  readonly runbook: string;
  readonly environment: string;
  readonly version: string;
  readonly startedBy: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly phase: Phase;
  readonly outcome?: Outcome | undefined;
  /** Why the outcome is what it is, in one sentence. */
  readonly why?: string | undefined;
  readonly paused?:
    { readonly by: string; readonly at: string; readonly reason?: string | undefined } | undefined;
  readonly plan?: Plan | undefined;
  readonly digest?: string | undefined;
  readonly nodes: readonly NodeView[];
  readonly waiting: readonly WaitingView[];
  readonly undo: readonly UndoView[];
  readonly audit: readonly AuditEntry[];
  /** The environments it asked for, and how that stands; absent: none. */
  readonly leases?: readonly LeaseView[] | undefined;
}

/** What the workflow returns: its outcome is a result, not a failure. */
export interface ReleaseResult {
  readonly outcome: Outcome;
  readonly why: string;
  readonly digest?: string | undefined;
  readonly outputs: Readonly<Record<string, Json>>;
  readonly steps: readonly { readonly id: string; readonly kind: string; readonly state: NodeState }[];
  /** Irreversible effects that stay, and undos that a person skipped. */
  readonly left: readonly string[];
}
