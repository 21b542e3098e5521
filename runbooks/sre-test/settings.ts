/** What sre-test's runbook reads from `vars` of its environment. Every name has a default: the page's own. */
import { z } from 'slipway';
import { varsOf } from '../vars.ts';

const settingsSchema = z.object({
  repository: z
    .string()
    .default('kaathewise/birthday-app')
    .describe('The code, below the git server’s address'),
  githubRepository: z
    .string()
    .optional()
    .describe('The code as GitHub names it, owner/name; absent: as the git server does'),
  githubEnvironment: z
    .string()
    .min(1)
    .optional()
    .describe('GitHub’s name of the environment; absent: the one that Slipway has for it'),
  master: z.string().default('master').describe('The branch that dev follows'),
  release: z.string().default('release').describe('The branch that prod follows'),
  image: z
    .string()
    .default('sre-test-203806/birthday-app')
    .describe('The image, without the registry’s host'),
  imageHost: z
    .string()
    .optional()
    .describe('The registry as the cluster names it; absent: the host of its address'),
  buildFile: z.string().default('Dockerfile').describe('How the image is built'),
  registryArgument: z
    .string()
    .optional()
    .describe('The build argument that is given the registry, for a file whose base image is there'),
  testStage: z.string().default('test').describe('The stage of that file whose building runs the tests'),
  portVariable: z
    .string()
    .default('PORT')
    .describe('The variable that tells the app on which port to listen'),
  hostVariable: z.string().default('HOST').describe('The variable that tells it on which address'),
  healthPath: z.string().default('/').describe('What the image is asked when it is tried'),
  healthContains: z.string().optional().describe('What the answer must contain'),
  tryForSeconds: z.number().min(1).max(3600).default(120).describe('Seconds in which it must have answered'),
  namespace: z.string().default('default').describe('Where the Deployment is'),
  deployment: z.string().default('birthday-app').describe('The Deployment'),
  container: z.string().optional().describe('Its container, where there are several'),
  url: z
    .string()
    .optional()
    .describe('The app in this environment: it is asked throughout the rollout, and at the end'),
  every: z.string().default('1s').describe('Time between two questions to it'),
  rolloutSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(900)
    .describe('Seconds that a rollout may take'),
  approverRole: z.string().default('sre').describe('Who may say that release is forced back'),
});

export type Settings = z.output<typeof settingsSchema>;

export const settingsOf = varsOf(settingsSchema);
