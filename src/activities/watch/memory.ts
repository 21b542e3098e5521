/** All that a watch remembers from look to look. It rides in heartbeats, so that a worker that takes over goes on from it. */
import { z } from 'zod';
import { comparedSchema } from './compared.ts';
import { recalledSchema } from './recalled.ts';
import { foundSchema } from './search.ts';
import { tallySchema } from './tally.ts';

export const memorySchema = z.object({
  tallies: z.record(z.string(), tallySchema),
  compared: z.record(z.string(), comparedSchema),
  /** Absent in heartbeats of the time before there were such checks. */
  recalled: z.record(z.string(), recalledSchema).default({}),
  found: z.record(z.string(), foundSchema).default({}),
});
export type WatchMemory = z.output<typeof memorySchema>;

export const emptyMemory: WatchMemory = { tallies: {}, compared: {}, recalled: {}, found: {} };
