/** What a plan says of whence its version comes: on from the environment before, or back to what ran earlier. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { digestSchema, idSchema, versionSchema } from './plan-base.ts';

/** One service, as it runs or ran in an environment. */
export const runsSchema = z.strictObject({
  service: idSchema,
  version: versionSchema,
  /** Absent: it has no image, or none was recorded. */
  digest: digestSchema.optional(),
});

export const promotionSchema = z.strictObject({
  type: z.literal('promotion'),
  /** The environment before it. */
  from: idSchema,
  /** `what-runs`: exactly what runs there now. `what-ran`: a version that was released there, be it replaced since. */
  takes: z.enum(['what-runs', 'what-ran']),
  /** What the plan records, service by service; held against the ledger of `from`. */
  services: z.array(runsSchema),
  /** It must have run there for so long. */
  soak: durationSchema.optional(),
  /** The gate of its release there that must have been passed. */
  gate: idSchema.optional(),
  /** Who lets it go on although something of that is missing, and why. */
  exempt: z.strictObject({ by: z.string().min(1), reason: z.string().min(1) }).optional(),
});

export const rollbackSchema = z.strictObject({
  type: z.literal('rollback'),
  reason: z.string().min(1),
  /** What runs again. */
  services: z.array(runsSchema),
  /** What ran when it was planned: where something else runs by then, the plan is void. */
  replaces: z.array(runsSchema),
  /** Migrations past which it goes although older code may break on them. */
  acknowledged: z.array(z.string().min(1)),
});

export const courseSchema = z.discriminatedUnion('type', [promotionSchema, rollbackSchema]);
