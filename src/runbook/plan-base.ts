/** What all nodes of a plan are made of. */
import { z } from 'zod';
import { jsonSchema } from './json.ts';

export const idPattern = /^[a-z][a-z0-9-]{0,62}$/;

export const idSchema = z
  .string()
  .regex(
    idPattern,
    'must be lower-case letters, digits and dashes, beginning with a letter, at most 63 long',
  );

export const versionSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/, 'must be letters, digits and . _ + - (at most 128)');

export const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits');

/** What becomes of the release when a node fails for good. `park` waits for a person. */
export const failurePolicySchema = z.enum(['park', 'rollback', 'continue']);

/** Input with references in it: `{ "$ref": "build.digest" }` anywhere inside. */
export const inputSchema = z.record(z.string(), jsonSchema);

export const nodeBase = { id: idSchema, title: z.string().min(1) };
