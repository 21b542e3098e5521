/** The systems of a configuration, by type: where each is, and where its credential is found (never the credential). */
import { z } from 'zod';
import { idSchema } from '../runbook/plan.ts';
import { requests, shell } from './config-escapes.ts';
import { secretSchema, urlSchema } from './config-fields.ts';

const git = z
  .strictObject({
    type: z.literal('git'),
    url: urlSchema.describe('The server’s address, below which the repositories are: https://github.com'),
    username: z.string().min(1).optional().describe('Who works with it; default: anonymous'),
    password: secretSchema.optional(),
    branches: z
      .array(
        z.strictObject({
          repository: z.string().min(1).describe('The repository, `owner/name` on GitHub'),
          branch: z.string().min(1).describe('The branch'),
          rules: z
            .array(z.string().min(1))
            .default(['deletion', 'non_fast_forward'])
            .describe('Rules of GitHub that must hold for it'),
        }),
      )
      .default([])
      .describe(
        'Branches whose rules `slipway doctor` looks at; that takes a github system, for git itself does not tell',
      ),
  })
  .superRefine(inPairs);

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
    secrets: z
      .record(idSchema, secretSchema)
      .default({})
      .describe(
        'Secrets that steps may put into this cluster, by the name that plans give them: no others, and never by their value',
      ),
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

const builderSchema = z.strictObject({
  tool: z
    .enum(['auto', 'buildah', 'docker', 'buildkit'])
    .default('auto')
    .describe(
      'The program; `auto`: the first that is there, in that order. buildkit builds, and runs nothing',
    ),
  storageDriver: z
    .enum(['vfs', 'overlay'])
    .default('vfs')
    .describe(
      'buildah: how it keeps layers. `vfs` works everywhere and copies; `overlay` is quicker where the machine allows it',
    ),
  isolation: z
    .enum(['rootless', 'chroot', 'oci'])
    .default('chroot')
    .describe(
      'buildah: how commands in an image are kept apart; `chroot` works inside containers, without any right',
    ),
});

const oci = z
  .strictObject({
    type: z.literal('oci'),
    url: urlSchema.describe('The registry’s address'),
    username: z.string().min(1).optional().describe('Who reads and writes it; default: anonymous'),
    password: secretSchema.optional(),
    builder: builderSchema
      .optional()
      .describe('What builds and runs images on the worker; absent: the first program that is there'),
  })
  .superRefine(inPairs);

/** A hoisted function, for the schemas above stand in the order of the alphabet of systems. */
function inPairs(
  { username, password }: { username?: string | undefined; password?: unknown },
  issues: z.core.$RefinementCtx,
): void {
  if ((username === undefined) === (password === undefined)) return;
  const path = [username === undefined ? 'username' : 'password'];
  issues.addIssue({ code: 'custom', path, message: 'is missing: username and password go together' });
}

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

const gerrit = z.strictObject({
  type: z.literal('gerrit'),
  url: urlSchema.describe('The server’s address: https://gerrit.example.org/r'),
  username: z.string().min(1).describe('Who pushes and submits changes'),
  password: secretSchema.describe('The HTTP credential of that account: { env: NAME } or { file: PATH }'),
});

const ssh = z.strictObject({
  type: z.literal('ssh'),
  knownHostsFile: z
    .string()
    .min(1)
    .describe('The host keys that are trusted, as OpenSSH keeps them; a host that is not in it is refused'),
  identityFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The file of the private key; only the worker’s user may read it. Absent: what `configFile` says',
    ),
  configFile: z
    .string()
    .min(1)
    .optional()
    .describe('An OpenSSH client configuration: addresses, ports, users, jump hosts. Absent: none is read'),
  user: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'must be a user’s name')
    .optional()
    .describe('Who logs in; absent: what `configFile` says, or the worker’s own user'),
  connectSeconds: z
    .number()
    .int()
    .min(1)
    .max(600)
    .default(15)
    .describe('Seconds until a host counts as out of reach'),
});

export const systemSchema = z.discriminatedUnion('type', [
  git,
  github,
  kubernetes,
  slack,
  oci,
  prometheus,
  sentry,
  gerrit,
  ssh,
  shell,
  requests,
]);

export const systemTypes = [
  'git',
  'github',
  'kubernetes',
  'slack',
  'oci',
  'prometheus',
  'sentry',
  'gerrit',
  'ssh',
  'shell',
  'requests',
] as const;

export type { SecretRef } from './config-fields.ts';
export type SystemConfig = z.output<typeof systemSchema>;
export type SystemType = SystemConfig['type'];
export type BuilderConfig = z.output<typeof builderSchema>;
export const defaultBuilder: BuilderConfig = builderSchema.parse({});
/** An environment's systems: at most one of a type. */
export type Systems = { readonly [Type in SystemType]?: Extract<SystemConfig, { type: Type }> };
