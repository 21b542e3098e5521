/** How far a change has come, as a worker gives it and as `slipway where --json` prints it. Pure. */
import { z } from 'zod';

export const whereCallSchema = z.strictObject({
  what: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._+:-]*$/, 'must be a version, a commit or a digest'),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  /** What runs there now; null: nothing is recorded any more. */
  version: z.string().nullable(),
  /**
   * `runs`: exactly that. `included`: what runs there was built of a commit that contains it. `was`: it ran there before, and what
   * runs now is something else. `missing`: what runs there does not contain it. `unknown`: for the reason that `says` gives.
   */
  state: z.enum(['runs', 'included', 'was', 'missing', 'unknown']),
  says: z.string(),
});

export const whereSchema = z.strictObject({
  what: z.string(),
  kind: z.enum(['commit', 'version', 'digest']),
  environments: z.array(
    z.strictObject({ name: z.string(), title: z.string(), services: z.array(serviceSchema) }),
  ),
});

export type WhereCall = z.output<typeof whereCallSchema>;
export type WhereService = z.output<typeof serviceSchema>;
export type Where = z.output<typeof whereSchema>;
