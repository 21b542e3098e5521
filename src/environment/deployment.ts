/** What runs where: one service at one version, and where that can be seen. Pure. */
import { z } from 'zod';
import { digestSchema, idSchema, versionSchema } from '../runbook/plan.ts';

/** Where a recorded thing can be seen running; the board looks there for drift. */
export const seenAtSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('argocd').describe('Seen as an Application of Argo CD'),
    application: z.string().min(1).max(253).describe('Name of the Application'),
    namespace: z.string().min(1).max(63).default('argocd').describe('Its namespace'),
    revision: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('The revision of its source that was deployed: another one there is drift'),
  }),
  z.strictObject({
    type: z.literal('workload').describe('Seen as a workload of the cluster, by its pods'),
    kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']).describe('Kind of the workload'),
    namespace: z.string().min(1).max(63).describe('Its namespace'),
    name: z.string().min(1).max(253).describe('Its name'),
    container: z.string().min(1).max(63).optional().describe('Which of its containers. Default: the first'),
  }),
  z.strictObject({
    type: z.literal('tag').describe('Seen as a tag of the registry'),
    repository: z.string().min(1).max(255).describe('Repository in the registry'),
    tag: z.string().min(1).max(128).describe('The tag that must name the digest'),
  }),
]);

/** What runs where: one change of one service. */
export const deploymentSchema = z.strictObject({
  service: idSchema.describe('The service, as the board calls it'),
  version: versionSchema.describe('The version that runs now'),
  digest: digestSchema.optional().describe('Digest of the image that runs now'),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'must be a full commit sha')
    .optional()
    .describe('The commit it was built of'),
  repository: z.string().max(255).optional().describe('The repository of that commit: owner/name'),
  revision: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe(
      'The revision of the manifests it was deployed from, as Argo CD names it: a rollback goes back to it',
    ),
  seenAt: seenAtSchema.optional().describe('Where it can be seen running. Absent: drift is not looked for'),
});

export type SeenAt = z.output<typeof seenAtSchema>;
export type Deployment = z.output<typeof deploymentSchema>;
