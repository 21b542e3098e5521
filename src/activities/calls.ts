/** What the workflow sends to its activities and what it gets back. Secrets never stand in any of these. */
import type { MetricEvidence, Verdict } from '../judge/index.ts';
import type { Ask, Check, Course, Plan } from '../runbook/plan.ts';
import type { Json, ReleaseRef } from './contract.ts';
import type { Point } from './watch/series.ts';

interface StepCall {
  readonly input: Json;
  readonly key: string;
  readonly release: ReleaseRef;
}

/** `earlier` is what the first observation of this round saw, if there was one. */
export type ObserveCall = StepCall & { readonly earlier?: Json };
export type ActCall = StepCall & { readonly before: Json };
/** `ref` is null for a step that only reads. `resumed`: what the wait knew that this one takes over. */
export type SettleCall = StepCall & { readonly ref: Json; readonly resumed?: Json };
export type UndoCall = StepCall & { readonly before: Json; readonly ref?: Json; readonly output?: Json };

/** What an undo says that found nothing to undo. */
export const neverHappened = 'Nothing to undo: it never happened.';

export interface PlanCall {
  readonly runbook: string;
  readonly environment: string;
  readonly version: string;
  readonly startedBy: string;
  readonly input: Readonly<Record<string, Json>>;
  /** Absent: an ordinary start. */
  readonly course?: WantedCourse | undefined;
  /** Why it goes on although a condition of its runbook's order is not met; freezes are another matter. */
  readonly exempt?: string | undefined;
}

/** Whence a release's version is to come, as a person has asked for it. */
export type WantedCourse =
  | { readonly type: 'promotion'; readonly from: string }
  | { readonly type: 'rollback'; readonly reason: string; readonly acknowledged: readonly string[] };

/** Asks whether what a plan was made from still holds; the answer is what stands against it. */
export interface CourseCall {
  readonly release: ReleaseRef;
  readonly course: Course;
}

export interface PlanReply {
  readonly plan: Plan;
  readonly digest: string;
}

export interface WatchCall {
  readonly release: ReleaseRef;
  /** Id of the soak or the guard. */
  readonly node: string;
  readonly checks: readonly Check[];
  /** Milliseconds between two samples. */
  readonly interval: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Milliseconds since the epoch; absent: until it is cancelled (a guard). */
  readonly until?: number;
  /** Findings that a person has accepted. */
  readonly acknowledged: readonly string[];
  /** What the watch had counted that this one takes over. */
  readonly resumed?: Json;
  /** Ends when all comparisons have shown health, but not before so many milliseconds; absent: it lasts its time. */
  readonly passEarly?: { readonly minimum?: number };
}

export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly link?: string;
}

/** A soak's end, or a guard's trip. */
export interface WatchReply {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** One sentence with the figures. */
  readonly says: string;
  readonly findings: readonly Finding[];
  /** Of what the judge weighs: comparisons, and series against their own past. */
  readonly evidence?: readonly CheckEvidence[];
}

/** A round of a soak or a guard that came to an end, before a person had it look again. */
export interface WatchRound {
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly verdict: WatchReply['verdict'];
  readonly says: string;
  readonly evidence: readonly CheckEvidence[];
}

/** How a comparison, or a series against its past, stands: the odds, what they are held against, and what both arms did. */
export interface CheckEvidence {
  /** Its id. */
  readonly check: string;
  readonly title: string;
  readonly shadow: boolean;
  readonly verdict: Verdict;
  /** One sentence with the figures. */
  readonly says: string;
  /**
   * Of a series against its own past: whether a count is watched or a share. Then `harm` are the odds against a usual day,
   * people are asked at `failsAt`, there is no health, and the series has what is usual in place of a baseline.
   */
  readonly past?: 'count' | 'share';
  /** Odds of harm, and at which it fails; odds of health, and at which it passes. */
  readonly harm: number;
  readonly failsAt: number;
  readonly health: number;
  readonly passesAt: number;
  readonly metrics: readonly MetricEvidence[];
  /** Time, requests and errors of the canary, of the baseline, odds of harm: bounded, so neighbours are merged. */
  readonly series: readonly Point[];
}

export interface RemindCall {
  readonly release: ReleaseRef;
  readonly node: string;
  readonly title: string;
  readonly ask: Ask;
  readonly people: readonly string[];
  readonly command: string;
}

/** What `slipway doctor` asks of a worker: whether the systems answer and the credentials suffice. */
export interface DoctorFinding {
  /** What was looked at: `environment prod: kubernetes`. */
  readonly subject: string;
  readonly ok: boolean;
  readonly says: string;
  readonly remedy?: string;
}
