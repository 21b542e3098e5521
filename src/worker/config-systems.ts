/** The systems of a configuration, by type: where each is, and where its credential is found (never the credential). */
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

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine((url) => !hasCredential(url), 'holds a credential: give it as a secret reference instead');

function hasCredential(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

const github = z.strictObject({
  type: z.literal('github'),
  url: urlSchema.default('https://api.github.com').describe('The API’s address'),
  token: secretSchema,
});

const kubernetes = z
  .strictObject({
    type: z.literal('kubernetes'),
    kubeconfig: z.string().min(1).optional().describe('A kubeconfig file; default: the worker’s own'),
    context: z.string().min(1).optional().describe('The kubeconfig’s context; default: its current one'),
    server: urlSchema.optional().describe('The API server’s address, instead of a kubeconfig'),
    token: secretSchema.optional(),
    caFile: z.string().min(1).optional().describe('The API server’s certificate authority, with `server`'),
    namespaces: z
      .strictObject({
        applications: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .describe('Where Argo CD’s Applications are'),
        workloads: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .describe('Where Rollouts, Deployments and their pods are'),
      })
      .default({})
      .describe(
        'The namespaces in which `slipway doctor` asks for the worker’s rights; default: in all at once, which an account with rights in some alone does not pass',
      ),
  })
  .superRefine(({ kubeconfig, context, server, token, caFile }, issues) => {
    const refuse = (field: string, message: string) =>
      issues.addIssue({ code: 'custom', path: [field], message });
    if (server === undefined) {
      if (token !== undefined) refuse('token', 'goes with server; a kubeconfig brings its own credential');
      if (caFile !== undefined) refuse('caFile', 'goes with server; a kubeconfig brings its own authority');
      return;
    }
    if (token === undefined) refuse('token', 'is needed with server');
    if (kubeconfig !== undefined) refuse('kubeconfig', 'and server exclude each other');
    if (context !== undefined) refuse('context', 'and server exclude each other');
  });

const slack = z.strictObject({
  type: z.literal('slack'),
  url: urlSchema.default('https://slack.com/api/').describe('The API’s address'),
  token: secretSchema,
});

const oci = z
  .strictObject({
    type: z.literal('oci'),
    url: urlSchema.describe('The registry’s address'),
    username: z.string().min(1).optional().describe('Who reads it; default: anonymous'),
    password: secretSchema.optional(),
  })
  .superRefine(({ username, password }, issues) => {
    if ((username === undefined) === (password === undefined)) return;
    const path = [username === undefined ? 'username' : 'password'];
    issues.addIssue({ code: 'custom', path, message: 'is missing: username and password go together' });
  });

const prometheus = z.strictObject({
  type: z.literal('prometheus'),
  url: urlSchema.describe('The server’s address'),
  token: secretSchema.optional(),
});

const sentry = z.strictObject({
  type: z.literal('sentry'),
  url: urlSchema.default('https://sentry.io').describe('The server’s address'),
  organization: z.string().min(1).describe('The organization’s slug'),
  token: secretSchema,
});

export const systemSchema = z.discriminatedUnion('type', [
  github,
  kubernetes,
  slack,
  oci,
  prometheus,
  sentry,
]);

export const systemTypes = ['github', 'kubernetes', 'slack', 'oci', 'prometheus', 'sentry'] as const;

export type SecretRef = z.output<typeof secretSchema>;
export type SystemConfig = z.output<typeof systemSchema>;
export type SystemType = SystemConfig['type'];
/** An environment's systems: at most one of a type. */
export type Systems = { readonly [Type in SystemType]?: Extract<SystemConfig, { type: Type }> };
