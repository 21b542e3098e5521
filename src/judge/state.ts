/** What a canary's judge remembers from tick to tick. It rides in heartbeats: whoever takes over goes on bit for bit. */
import { z } from 'zod';
import { evidenceSchema, freshEvidence } from './evidence.ts';
import type { Calibration } from './calibration.ts';
import { verdictSchema } from './verdict.ts';

export const canaryStateSchema = z.strictObject({
  /** Times of the first and the last tick; null before the first. */
  first: z.number().nullable(),
  last: z.number().nullable(),
  /** Seconds that could be judged. */
  usable: z.number(),
  /** Ticks in a row at which the canary erred beyond `stopAt`. */
  hot: z.number().int(),
  /** How long the canary has been silent, and how many requests were due in that time. */
  silent: z.strictObject({ seconds: z.number(), due: z.number() }),
  errors: evidenceSchema,
  /** The baseline's histogram so far; empty once the bounds to watch are chosen, or where there is none. */
  histogram: z.array(z.number()),
  latency: z.array(
    z.strictObject({ index: z.number().int(), boundary: z.number(), evidence: evidenceSchema }),
  ),
  /** The end, once it is reached: it stays. */
  end: z.strictObject({ verdict: verdictSchema, reason: z.string() }).nullable(),
});
export type CanaryState = z.output<typeof canaryStateSchema>;

export const freshState = (calibration: Calibration): CanaryState => ({
  first: null,
  last: null,
  usable: 0,
  hot: 0,
  silent: { seconds: 0, due: 0 },
  errors: freshEvidence(calibration.errors),
  histogram: [],
  latency: [],
  end: null,
});
