/** The judge's evidence as a worker sends it: in the status of a release, or in the heartbeat of a running watch. */
import { z } from 'zod';
import type { CheckEvidence } from '../activities/calls.ts';
import { verdictSchema } from '../judge/verdict.ts';

/** JSON knows no infinity: odds beyond all numbers come as null. */
const oddsSchema = z
  .number()
  .nullable()
  .transform((odds) => odds ?? Infinity);
const armSchema = z.object({ total: z.number(), errors: z.number() });
const metricSchema = z.object({
  name: z.string(),
  canary: armSchema,
  baseline: armSchema,
  ratio: z.number().nullable(),
  harm: oddsSchema,
  health: oddsSchema,
});
const pointSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), oddsSchema]);

const evidenceSchema = z.array(
  z.object({
    check: z.string(),
    title: z.string(),
    shadow: z.boolean(),
    verdict: verdictSchema,
    says: z.string(),
    harm: oddsSchema,
    failsAt: oddsSchema,
    health: oddsSchema,
    passesAt: oddsSchema,
    metrics: z.array(metricSchema),
    series: z.array(pointSchema),
  }),
);

/** Of another version of Slipway it can't be read, and is left out: the rest of the release is worth showing. */
export const evidenceIn = (value: unknown): readonly CheckEvidence[] | undefined =>
  evidenceSchema.safeParse(value).data;

/** What a running watch last said: the ids of all its checks, and how its comparisons stand. */
export interface Beat {
  readonly checks: readonly string[];
  readonly evidence: readonly CheckEvidence[];
}

const beatSchema = z.object({
  tallies: z.record(z.string(), z.unknown()),
  compared: z.record(z.string(), z.unknown()),
  shown: evidenceSchema,
});

export function beatIn(details: unknown): Beat | undefined {
  const beat = beatSchema.safeParse(details).data;
  if (beat === undefined) return undefined;
  const { tallies, compared, shown } = beat;
  return { checks: [...Object.keys(tallies), ...Object.keys(compared)], evidence: shown };
}
