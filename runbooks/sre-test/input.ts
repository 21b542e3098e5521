/** What a release of sre-test is asked for. */
import { z } from 'slipway';
import { isCandidateTag } from './tags.ts';

export const inputSchema = z.strictObject({
  environment: z.enum(['dev', 'prod']).describe('Where to: dev follows master, prod follows release'),
  version: z
    .string()
    .refine(
      (text) => /^[0-9a-f]{7,40}$/.test(text) || isCandidateTag(text),
      'must be a commit (7 to 40 hexadecimal digits), or the tag of an earlier release such as RC20260301_1200',
    )
    .describe('The commit to release, or the RC tag of an earlier release'),
  rc: z
    .string()
    .refine(isCandidateTag, 'must be RCyyyyMMdd_HHmm')
    .optional()
    .describe('prod: the tag that the release gets; absent: RC and the present time (UTC)'),
});

export type SreTestInput = z.output<typeof inputSchema>;
