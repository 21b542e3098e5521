/** What is remembered of one check from sample to sample: how the thresholds stand, the last words, the findings. Pure. */
import { z } from 'zod';
import { freshThresholdState, lookAgain, thresholdStateSchema } from '../../judge/index.ts';
import type { Thresholds } from '../../judge/index.ts';
import type { Check } from '../../runbook/plan.ts';
import type { Sample } from '../check.ts';

/** Small, for it rides in heartbeats. */
export const tallySchema = z.object({
  state: thresholdStateSchema,
  /** The last sample in words. */
  says: z.string(),
  findings: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().exactOptional() })),
});
export type Tally = z.output<typeof tallySchema>;

export const freshTally: Tally = { state: freshThresholdState, says: 'not looked at yet', findings: [] };

/** A source that breaks down gives no data: it is counted as that, so errors need no limit of their own. */
export const thresholdsOf = ({ min, max, failureLimit, inconclusiveLimit }: Check): Thresholds => ({
  min,
  max,
  failureLimit,
  inconclusiveLimit,
  errorLimit: inconclusiveLimit,
});

/** Adds a sample. */
export function tally(
  check: Check,
  before: Tally = freshTally,
  { value, says, findings = [] }: Sample,
): Tally {
  const known = new Set(before.findings.map(({ id }) => id));
  const look = value === null ? ({ type: 'no data' } as const) : ({ type: 'value', value } as const);
  return {
    state: lookAgain(thresholdsOf(check), before.state, look),
    says,
    findings: [...before.findings, ...findings.filter(({ id }) => !known.has(id))].slice(0, 50),
  };
}
