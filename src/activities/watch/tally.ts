/** Simple thresholds with failure and inconclusive limits. Pure. */
import { z } from 'zod';
import type { Check } from '../../runbook/plan.ts';
import type { Sample } from '../check.ts';

/** What is remembered of one check from sample to sample; small, for it rides in heartbeats. */
export const tallySchema = z.object({
  failures: z.number().int(),
  voids: z.number().int(),
  samples: z.number().int(),
  /** The last sample in words. */
  says: z.string(),
  findings: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().exactOptional() })),
});
export type Tally = z.output<typeof tallySchema>;

export const freshTally: Tally = {
  failures: 0,
  voids: 0,
  samples: 0,
  says: 'not looked at yet',
  findings: [],
};

/** Adds a sample. Voids are counted in a row: a source that comes back is heard again. */
export function tally(
  check: Check,
  before: Tally = freshTally,
  { value, says, findings = [] }: Sample,
): Tally {
  const known = new Set(before.findings.map(({ id }) => id));
  return {
    failures: before.failures + (value !== null && outOfBounds(check, value) ? 1 : 0),
    voids: value === null ? before.voids + 1 : 0,
    samples: before.samples + 1,
    says,
    findings: [...before.findings, ...findings.filter(({ id }) => !known.has(id))].slice(0, 50),
  };
}

const outOfBounds = ({ min, max }: Check, value: number): boolean =>
  (min !== undefined && value < min) || (max !== undefined && value > max);
