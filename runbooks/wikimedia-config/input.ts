/** What a change of a Wikimedia service's configuration is asked for. */
import { z } from 'slipway';

export const inputSchema = z.strictObject({
  environment: z.string().describe('Where: production, deployment-prep, or another of the configuration'),
  version: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/, 'must be letters, digits and . _ - (at most 61)')
    .describe('A name for this change, such as its task: T114000'),
  key: z
    .string()
    .regex(/^[a-z][A-Za-z0-9_:]{0,200}$/, 'must be a key of hiera, such as mathoid::port')
    .describe('The key whose value changes'),
  value: z
    .string()
    .max(1000)
    .regex(/^\P{Cc}*$/u, 'must be one line')
    .describe('Its new value: a number, true or false, or else a text'),
  file: z
    .string()
    .optional()
    .describe('The file of the puppet repository that has the key; absent: the environment’s `dataFile`'),
  shows: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('What the first host must answer once it has the value; absent: what it must answer ever'),
});

export type ConfigInput = z.output<typeof inputSchema>;
