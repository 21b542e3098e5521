/** What CJWorkbench's runbooks read from `vars` of their environment. Every name has a default: the page's own. */
import { z } from 'slipway';
import { varsOf } from '../vars.ts';
import { idsOf } from './id-list.ts';

const settingsSchema = z.object({
  repository: z.string().default('CJWorkbench/cjworkbench').describe('The code, `owner/name` on GitHub'),
  branch: z.string().default('master').describe('The branch that staging follows'),
  migrations: z.string().default('cjwstate/migrations').describe('The folder of the Django migrations'),
  integrationTests: z
    .string()
    .default('')
    .transform(idsOf)
    .describe(
      'Checks on GitHub that a commit must have passed, by name, with commas between them. Its images are published after them: empty, that they are there is the proof',
    ),
  imageProject: z
    .string()
    .default('workbenchdata-ci')
    .describe('Where the images are, below the registry’s host; each has its service’s name'),
  imageHost: z
    .string()
    .optional()
    .describe('The registry as the cluster names it; absent: the host of its address'),
  namespace: z.string().default('default').describe('Where the services are'),
  container: z
    .string()
    .optional()
    .describe(
      'The container of each Deployment that runs its service; `{service}` stands for the service. Absent: there is one only',
    ),
  beside: z
    .string()
    .default('')
    .transform(idsOf)
    .describe(
      'Containers of the frontend that jobs need beside them, such as cloudsql-proxy, with commas between them (Kubernetes 1.29 or later)',
    ),
  url: z
    .string()
    .optional()
    .describe('The site in this environment: it is asked throughout a deploy, and at its end'),
  siteUrl: z.string().optional().describe('The site as the public knows it; absent: the page’s own'),
  githubEnvironment: z
    .string()
    .min(1)
    .optional()
    .describe('GitHub’s name of the environment; absent: the one that Slipway has for it'),
  every: z.string().default('2s').describe('Time between two questions to it'),
  rolloutSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(900)
    .describe('Seconds that a rollout may take'),
  migrateSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(3600)
    .describe('Seconds that the migrations may take'),
  rabbitmq: z.string().default('rabbitmq-1-rabbitmq').describe('The StatefulSet of RabbitMQ'),
  logsUrl: z
    .string()
    .optional()
    .describe('Where the logs of a service are shown; `{service}` stands for the service'),
  shellUrl: z.string().optional().describe('Where people get a shell in a pod or in the database'),
  approverRole: z
    .string()
    .default('dev')
    .describe('Who may say that it goes on where there is something to fear'),
});

export type Settings = z.output<typeof settingsSchema>;

export const settingsOf = varsOf(settingsSchema);
