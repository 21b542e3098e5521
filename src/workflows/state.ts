/** What a release remembers: plain data, so that it can be shown, and carried over when a history grows long. */
import type { CheckEvidence, WatchReply, WatchRound } from '../activities/calls.ts';
import type { ReleaseRef } from '../activities/contract.ts';
import { childrenOf } from '../runbook/children.ts';
import type { LeaseNews } from '../environment/messages.ts';
import type { Json } from '../runbook/json.ts';
import type { Ask, Plan, PlanNode } from '../runbook/plan.ts';
import type { Resolve, StartRelease } from './messages.ts';
import type { Approval, AuditEntry, ErrorView, NodeState, Outcome, Phase } from './view.ts';

/** A question as it stands. */
export interface AskRecord {
  readonly ask: Ask;
  readonly since: string;
  readonly deadlineAt?: string | undefined;
  /** So many of its reminders have been sent. */
  reminded?: number;
  approvals: Approval[];
  rejection?: Approval | undefined;
}

export interface NodeRecord {
  state: NodeState;
  round: number;
  startedAt?: string | undefined;
  endedAt?: string | undefined;
  /** Input that a person gave in place of the plan's. */
  amended?: Record<string, Json> | undefined;
  output?: Json | undefined;
  error?: ErrorView | undefined;
  note?: string | undefined;
  until?: string | undefined;
  /** Of a soak or a guard whose comparisons have spoken. */
  evidence?: readonly CheckEvidence[] | undefined;
  /** The rounds before, which a person answered. */
  earlier?: readonly WatchRound[] | undefined;
  asked?: AskRecord | undefined;
  /** The answer to a park, until the parked code takes it. */
  resolution?: Resolve | undefined;
  parkedAt?: string | undefined;
  /** The effect of this round was seen: a retry after it failed is a new round, with a new key. */
  settling?: boolean;
  /** Of a step that waits for what it began, or looks. */
  wait?: WaitRecord | undefined;
  /** Of a gate that gave the lease back: the facts as they were then, or why there was no plan. */
  factsThen?: Json | undefined;
  /** Of a soak or a guard. */
  watch?: WatchRecord | undefined;
}

/** A step's wait, so that it can be taken up where the release continues as new. */
export interface WaitRecord {
  /** It has no more time than one that was not cut short. */
  readonly since: string;
  readonly ref: Json;
  /** What it knew when it was cut short. */
  memory?: Json | undefined;
}

/** How far a soak or a guard has come. */
export interface WatchRecord {
  /** Milliseconds since the epoch. */
  since: number;
  readonly acknowledged: string[];
  /** `answering`: a person is asked about what the last look saw. */
  at: 'looking' | 'answering';
  /** What the last look saw; absent where it failed. */
  reply?: WatchReply | undefined;
  /** What a look that was cut short had counted. */
  memory?: Json | undefined;
}

/** A lease that was asked for. */
export interface LeaseRecord {
  /** ISO 8601. */
  readonly since: string;
  /** Absent: nobody has answered yet. */
  news?: LeaseNews | undefined;
  /** Why it would never get it, where it is too late to do without. */
  knot?: string | undefined;
}

/** What has been done and how it is put back; registered before the act. */
export interface UndoEntry {
  readonly node: string;
  readonly title: string;
  readonly kind: string;
  readonly key: string;
  readonly release: ReleaseRef;
  readonly input: Json;
  readonly before: Json;
  ref?: Json;
  output?: Json;
  /** Why it can't be undone: such an entry is only reported. */
  readonly irreversible?: string | undefined;
  /** What stays although it is undone. */
  readonly leaves?: string | undefined;
  /** `never`: its undo found that it had never happened. */
  state: 'open' | 'undone' | 'left' | 'never';
}

/** An order that ends the work: by a person, by policy, or by cancelling the workflow. */
export interface Stop {
  readonly kind: 'rollback' | 'abort';
  readonly by: string;
  readonly reason: string;
}

export interface ReleaseState {
  readonly start: StartRelease;
  readonly release: ReleaseRef;
  readonly runId: string;
  readonly startedAt: string;
  endedAt?: string;
  phase: Phase;
  outcome?: Outcome;
  why?: string;
  plan?: Plan;
  digest?: string;
  confirmed?: { by: string; at: string };
  paused?: { by: string; at: string; reason?: string | undefined } | undefined;
  stop?: Stop;
  nodes: Record<string, NodeRecord>;
  undo: UndoEntry[];
  audit: AuditEntry[];
  /** By environment. */
  leases?: Record<string, LeaseRecord>;
}

/** The plan's nodes in its own order, parents first. */
export function flatten(root: PlanNode, depth = 0): { readonly node: PlanNode; readonly depth: number }[] {
  return [{ node: root, depth }, ...childrenOf(root).flatMap((child) => flatten(child, depth + 1))];
}
