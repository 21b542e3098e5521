/** `argocd.awaitHealthy`: waits until an Application is Healthy and stays so, or says why it isn't. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { onApplications } from '../kubernetes/rights.ts';
import { nameOf, openSteady, settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
import type { ClusterContext, Look } from '../kubernetes/watch-until.ts';
import { whyUnready } from '../kubernetes/unready.ts';
import { longWait, timeoutInput } from '../rollouts/rollout.ts';
import { applicationInput, applicationRef, isRunning, readApplication } from './application.ts';
import type { ApplicationView } from './application.ts';

const plurals: Readonly<Record<string, { readonly apiVersion: string; readonly plural: string }>> = {
  Rollout: { apiVersion: 'argoproj.io/v1alpha1', plural: 'rollouts' },
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
};

export const awaitHealthy = defineStep({
  kind: 'argocd.awaitHealthy',
  summary: 'Wait until an Argo CD Application is Healthy, on a revision if one is given.',
  input: z.strictObject({
    ...applicationInput,
    revision: z
      .string()
      .min(1)
      .optional()
      .describe('What must be deployed by then, as the sync asked for it or the commit it came to'),
    image: z
      .string()
      .min(1)
      .optional()
      .describe('An image that must run by then, as it stands in the manifests: name and tag'),
    steadySeconds: z
      .number()
      .min(0)
      .max(600)
      .default(3)
      .describe('Seconds it must stay so: right after a sync, the health is still the one before'),
    timeoutSeconds: timeoutInput,
  }),
  output: z.strictObject({
    revision: z.string().describe('The commit that is deployed'),
    images: z.array(z.string()).describe('Images that run, as Argo CD lists them'),
  }),
  needs: ['kubernetes'],
  // Where its workloads are, the Application tells when it is read.
  rights: (given) => [onApplications(given)],
  options: longWait,
  title: ({ application, revision }) =>
    `Wait until ${application} is Healthy${revision === undefined ? '' : ` on ${revision}`}`,
  async settle(_, ctx, input) {
    const ref = applicationRef(input);
    const steady = openSteady(ctx);
    const end = await watchUntil(ctx, ref, input.timeoutSeconds, (object): Look<ApplicationView> => {
      const now = readApplication(object);
      const busy = isRunning(now) || now.pending !== undefined;
      const deployed = input.revision === undefined || runs(now, input.revision);
      const there = deployed && (input.image === undefined || now.images.includes(input.image));
      const state = busy
        ? 'a sync is running'
        : there
          ? now.health
          : `it runs ${(deployed ? now.images.join(', ') : now.revision) || 'nothing yet'}`;
      const left = steady(state, input.steadySeconds * 1000);
      const final = !busy && there && (now.health === 'Healthy' || now.health === 'Degraded');
      return final && left === 0 ? settled(now) : waiting(state, final ? left : undefined);
    });
    if (end.health === 'Healthy') return { revision: end.revision, images: [...end.images] };
    const why = [end.healthMessage, ...end.errors, await whyDegraded(ctx, end)].filter(Boolean).join('; ');
    throw fatal('failed', `${nameOf(ref)} is Degraded on ${end.revision}: ${why || 'no reason given'}.`);
  },
});

function runs(now: ApplicationView, revision: string): boolean {
  if (now.revision === revision) return true;
  return now.operation?.phase === 'Succeeded' && now.operation.asked === revision;
}

/** Argo CD's health of an Application names no reason: its workloads and their pods do. */
async function whyDegraded(
  { clients, signal }: ClusterContext,
  { workloads }: ApplicationView,
): Promise<string> {
  const reasons: string[] = [];
  for (const { kind, name, namespace } of workloads) {
    const resource = plurals[kind];
    if (resource === undefined) continue;
    const ref = { ...resource, kind, name, namespace };
    const workload = await clients.kubernetes.get(ref, signal);
    const why = await whyUnready(clients.kubernetes, ref, workload, signal);
    if (why !== '') reasons.push(`${nameOf(ref)}: ${why}`);
  }
  return reasons.join('; ');
}
