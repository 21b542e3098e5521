/** `oci.testImage`: tries the image itself, by its digest, before anybody deploys it: as it starts, or by a command in it. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { digestSchema, imageRepositorySchema, variableSchema, variablesSchema } from './names.ts';
import { progressLine } from './source.ts';

const test = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http').describe('The image is started as it is, and asked over HTTP'),
    portVariable: variableSchema
      .default('PORT')
      .describe('The variable that tells it on which port to listen'),
    hostVariable: variableSchema
      .optional()
      .describe(
        'The variable that tells it on which address: that of loopback where it runs on the worker’s network (buildah), all where it has its own (docker). Absent: it must listen there by itself',
      ),
    path: z
      .string()
      .regex(/^\/[\x21-\x7e]*$/, 'must begin with / and hold no blanks')
      .default('/')
      .describe('What is asked'),
    status: z.number().int().min(100).max(599).default(200).describe('The status it must answer with'),
    contains: z.string().optional().describe('What the answer must contain'),
  }),
  z.strictObject({
    type: z.literal('command').describe('A command is run in the image, and must end with 0'),
    command: z.array(z.string().min(1)).min(1).describe('The command and its arguments; no shell reads them'),
  }),
]);

export const testImage = defineStep({
  kind: 'oci.testImage',
  summary: 'Run an image and see that it works, before it is deployed.',
  input: z.strictObject({
    repository: imageRepositorySchema.describe('The repository, without the registry’s host: `team/app`'),
    digest: digestSchema.describe('The image: `sha256:…`'),
    test: test.describe('How it is tried'),
    env: variablesSchema.default({}).describe('Variables it is given. No secrets: they stand in the plan'),
    timeoutSeconds: z
      .number()
      .min(1)
      .max(3600)
      .default(120)
      .describe('Seconds in which it must have shown that it works'),
  }),
  output: z.strictObject({ log: z.string().describe('The last lines of what it said') }),
  needs: ['images'],
  imageTasks: () => ['run'],
  options: { settleTimeout: 2 * 3_600_000 },
  title: ({ repository, test: { type } }) =>
    type === 'http' ? `Start the image ${repository} and ask it` : `Run the tests in the image ${repository}`,
  async settle(_, ctx, { repository, digest, test: how, env, timeoutSeconds }) {
    const log = await ctx.clients.images.run(
      { repository, digest, env, timeoutMs: timeoutSeconds * 1000, ...how },
      { signal: ctx.signal, progress: (line) => ctx.heartbeat({ says: progressLine(line) }) },
    );
    return { log };
  },
});
