/** Fields that several systems of a configuration have: addresses, and where a credential is found (never the credential). */
import { z } from 'zod';

const notLiteral =
  'is a literal: a secret in a file gets committed, shown and logged. Say { env: NAME } or { file: PATH }, and the worker reads it from there';

/** Where a worker finds a secret. */
export const secretSchema = z
  .union(
    [
      z.strictObject({
        env: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')
          .describe('The environment variable of the worker that holds it'),
      }),
      z.strictObject({
        file: z.string().min(1).describe('The file that holds it; relative to the configuration'),
      }),
    ],
    {
      error: ({ input }) =>
        typeof input === 'string' ? notLiteral : 'must be { env: NAME } or { file: PATH }',
    },
  )
  .describe('Where the worker finds the secret: { env: NAME } or { file: PATH }');

export const urlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine((url) => !hasCredential(url), 'holds a credential: give it as a secret reference instead');

function hasCredential(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

export type SecretRef = z.output<typeof secretSchema>;
