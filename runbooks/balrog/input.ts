/** What a release of Balrog is asked for. */
import { z } from 'slipway';
import { versionPattern, versionRefusal } from './versions.ts';

const duration = z.string().regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'must be a duration such as 10m or 1h');

export const inputSchema = z.strictObject({
  environment: z.enum(['stage', 'prod']).describe('Where to: stage first, then prod'),
  version: z
    .string()
    .regex(versionPattern, versionRefusal)
    .meta({ description: 'The two-part version, such as 3.111', examples: ['3.111'] }),
  ref: z
    .string()
    .min(1)
    .optional()
    .describe('Stage: the branch or commit to release, if it is not the tip of the release branch'),
  watchFor: duration
    .default('10m')
    .describe('How long Sentry and traffic are watched at least, once the new version takes requests'),
  soakFor: duration
    .default('2h')
    .describe(
      "Production: how long app's canary is compared at most with the version before; enough evidence ends it sooner, after --watch-for",
    ),
  every: duration.default('30s').describe('Time between two looks at Sentry and traffic'),
  deployed: z
    .string()
    .regex(versionPattern, versionRefusal)
    .optional()
    .describe('The version that runs now, where the cluster does not tell'),
  schemaOrder: z
    .enum(['admin-first', 'app-first'])
    .optional()
    .describe('Which of admin and app goes first, where the migrations do not tell; a gate has it confirmed'),
});

export type BalrogInput = z.output<typeof inputSchema>;
