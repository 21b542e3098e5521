/** What the steps that give a Deployment another image ask for, and what they give. */
import { z } from 'zod';
import { digestSchema } from '../oci/names.ts';
import { objectNameSchema } from './names.ts';

export const imageSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:/@-]{0,511}$/, 'must be an image as a pod names it');

export const imageChangeInput = z.strictObject({
  deployment: objectNameSchema.describe('Name of the Deployment'),
  namespace: objectNameSchema.describe('Its namespace'),
  container: objectNameSchema.optional().describe('The container; needed where there are several'),
  image: imageSchema.describe('The image it shall run, as its pods name it: `registry.example/team/app`'),
  digest: digestSchema
    .optional()
    .describe(
      'The image’s digest, best given: then every pod runs exactly that one. Absent: `image` says all, with its tag',
    ),
  timeoutSeconds: z.number().int().min(1).max(86_400).default(1800).describe('Seconds the rollout may take'),
});

export const imageChangeOutput = z.strictObject({
  image: z.string().describe('The image that all pods run'),
  previous: z.string().describe('The image before'),
});
