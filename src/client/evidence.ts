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
const pointSchema = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  oddsSchema,
  oddsSchema.exactOptional(),
]);

const evidenceSchema = z.array(
  z.object({
    check: z.string(),
    title: z.string(),
    shadow: z.boolean(),
    verdict: verdictSchema,
    says: z.string(),
    past: z.enum(['count', 'share']).exactOptional(),
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

/** What a running watch last said: where it belongs, and how its comparisons stand. */
export interface Beat {
  /** Id of the soak or the guard. */
  readonly node: string;
  readonly evidence: readonly CheckEvidence[];
}

const rememberedSchema = z.record(
  z.string(),
  z.object({ series: z.object({ points: z.array(pointSchema) }) }),
);

/** The series stand in what the watch remembers, once. */
const beatSchema = z.object({
  node: z.string(),
  compared: rememberedSchema,
  recalled: rememberedSchema.default({}),
  shown: z.array(evidenceSchema.element.omit({ series: true })),
});

export function beatIn(details: unknown): Beat | undefined {
  const beat = beatSchema.safeParse(details).data;
  if (beat === undefined) return undefined;
  const { node, compared, recalled, shown } = beat;
  const remembered = { ...compared, ...recalled };
  const evidence = shown.map((one) => ({ ...one, series: remembered[one.check]?.series.points ?? [] }));
  return { node, evidence };
}
