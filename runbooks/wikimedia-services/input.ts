/** What a release of a Wikimedia service is asked for. */
import { z } from 'slipway';

export const inputSchema = z.strictObject({
  environment: z.string().describe('Where to: production, deployment-prep, or another of the configuration'),
  version: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/, 'must be a commit (7 to 40 hexadecimal digits) of the source repository')
    .describe('The commit of the source repository to deploy'),
});

export type WikimediaInput = z.output<typeof inputSchema>;
