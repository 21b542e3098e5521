/** What the workflow sends to its activities and what it gets back. Secrets never stand in any of these. */
import type { MetricEvidence, Verdict } from '../judge/index.ts';
import type { Ask, Check, Plan } from '../runbook/plan.ts';
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
/** `ref` is null for a step that only reads. */
export type SettleCall = StepCall & { readonly ref: Json };
export type UndoCall = StepCall & { readonly before: Json; readonly ref?: Json; readonly output?: Json };

export interface PlanCall {
  readonly runbook: string;
  readonly environment: string;
  readonly version: string;
  readonly startedBy: string;
  readonly input: Readonly<Record<string, Json>>;
}

export interface PlanReply {
  readonly plan: Plan;
  readonly digest: string;
}

export interface WatchCall {
  readonly release: ReleaseRef;
  readonly checks: readonly Check[];
  /** Milliseconds between two samples. */
  readonly interval: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Milliseconds since the epoch; absent: until it is cancelled (a guard). */
  readonly until?: number;
  /** Findings that a person has accepted. */
  readonly acknowledged: readonly string[];
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
  /** Of comparisons. */
  readonly evidence?: readonly CheckEvidence[];
}

/** How a comparison stands: the odds, what they are held against, and what both arms did. */
export interface CheckEvidence {
  /** Its id. */
  readonly check: string;
  readonly title: string;
  readonly shadow: boolean;
  readonly verdict: Verdict;
  /** One sentence with the figures. */
  readonly says: string;
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
