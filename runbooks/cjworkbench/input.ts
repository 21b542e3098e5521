/** What a deploy of CJWorkbench is asked for. */
import { z } from 'slipway';

export const inputSchema = z.strictObject({
  environment: z.enum(['staging', 'production']).describe('Where to: production gets what staging has'),
  version: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/, 'must be a commit: 7 to 40 hexadecimal digits')
    .describe('The commit to deploy; its images are tagged by it'),
  advanced: z
    .boolean()
    .default(false)
    .describe(
      'In case of disaster: back to an older commit, or aside to one of another branch. Somebody is asked first',
    ),
});

export type CjworkbenchInput = z.output<typeof inputSchema>;
