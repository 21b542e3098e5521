/** What is remembered of a comparison; it rides in heartbeats, so that a worker that takes over loses no evidence. */
import { z } from 'zod';
import { calibrationSchema, canaryStateSchema } from '../../judge/index.ts';
import { jsonSchema } from '../../runbook/json.ts';
import { seriesSchema } from './series.ts';

export const comparedSchema = z.object({
  /** Seconds since the epoch: all before it has been judged. */
  until: z.number(),
  /** Finite bounds of the latency histogram, as the first reading chose them. */
  le: z.array(z.number()).exactOptional(),
  /** What a source without a past remembers. */
  memory: jsonSchema.exactOptional(),
  calibration: calibrationSchema,
  state: canaryStateSchema,
  series: seriesSchema,
  /** Readings without data in a row. */
  voids: z.number().int(),
  /** Why the last reading failed. */
  trouble: z.string().exactOptional(),
});
export type Compared = z.output<typeof comparedSchema>;
