/** What the judge is fed: the increments of one tick on both arms. Null is no data, which is never zero. */
import { z } from 'zod';

const countSchema = z.number().min(0);

export const armSchema = z.object({
  requests: countSchema.describe('Requests since the last tick'),
  errors: countSchema.describe('Errors among them; absent: there is no such series yet, which means none'),
  latencyBuckets: z
    .array(countSchema)
    .exactOptional()
    .describe('Cumulative counts of the watched bounds; the last is that of all'),
});
export type Arm = z.output<typeof armSchema>;

export interface Tick {
  /** Seconds, from whenever. */
  readonly t: number;
  readonly canary: Arm | null;
  readonly baseline: Arm | null;
}

/** A tick of the time before the release: instances that are alike. */
export interface GroupsTick {
  readonly t: number;
  readonly groups: readonly (Arm | null)[];
}
