/** What a judge says: a verdict, one sentence for people, and the figures behind it. */
import { z } from 'zod';

export const verdictSchema = z.enum(['continue', 'pass', 'fail', 'inconclusive']);
export type Verdict = z.output<typeof verdictSchema>;

/** The figures of one metric. */
export interface MetricEvidence {
  /** `errors`, or `slower than 0.5 s`. */
  readonly name: string;
  readonly canary: { readonly total: number; readonly errors: number };
  readonly baseline: { readonly total: number; readonly errors: number };
  /** Rate of the canary over that of the baseline; null where the baseline has none. */
  readonly ratio: number | null;
  /** Odds against chance, for harm and for health; they trip at the thresholds. */
  readonly harm: number;
  readonly health: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly metrics: readonly MetricEvidence[];
  /** Odds of harm over all metrics, and what ends the soak. */
  readonly harm: number;
  readonly failsAt: number;
  /** Odds of health of the metric that has least. */
  readonly health: number;
  readonly passesAt: number;
}
