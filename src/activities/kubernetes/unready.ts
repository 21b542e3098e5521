/** Why a workload's pods don't become ready, in the kubelet's own words. */
import { z } from 'zod';
import type { ClusterObject, KubernetesClient, ObjectRef } from './client.ts';
import { tailOf } from './log-tail.ts';

const workloadSchema = z.object({
  spec: z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }),
  status: z
    .object({
      message: z.string().optional(),
      conditions: z
        .array(z.object({ message: z.string().optional(), status: z.string(), type: z.string() }))
        .default([]),
    })
    .default({ conditions: [] }),
});

const podSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z
    .object({
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .default([]),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            state: z
              .object({
                waiting: z
                  .object({ reason: z.string().optional(), message: z.string().optional() })
                  .optional(),
              })
              .default({}),
          }),
        )
        .default([]),
    })
    .default({ conditions: [], containerStatuses: [] }),
});

/** One sentence a reason; empty if nothing says any. At most three: one bad image fails all pods alike. */
export async function whyUnready(
  client: KubernetesClient,
  ref: Pick<ObjectRef, 'namespace'>,
  workload: ClusterObject,
  signal: AbortSignal,
): Promise<string> {
  const parsed = workloadSchema.safeParse(workload);
  if (!parsed.success) return '';
  const { spec, status } = parsed.data;
  // Where a quota is used up, for instance, there is no pod that could tell.
  const refused = status.conditions.flatMap(({ type, status: is, message }) =>
    type === 'ReplicaFailure' && is === 'True' && message !== undefined ? [message] : [],
  );
  const pods = await client.list(
    { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespace: ref.namespace },
    { signal, labels: spec.selector.matchLabels },
  );
  const reasons = new Set([...refused, ...pods.flatMap((pod) => reasonsOf(pod))]);
  const words = await lastWords(client, ref.namespace, pods, signal);
  return [...[...reasons].slice(0, 3), ...words].join('; ');
}

/** What the first container has written that starts and ends again and again. */
async function lastWords(
  client: KubernetesClient,
  namespace: string,
  pods: readonly ClusterObject[],
  signal: AbortSignal,
): Promise<string[]> {
  for (const object of pods) {
    const pod = podSchema.safeParse(object).data;
    const crashed = pod?.status.containerStatuses.find(
      ({ state }) => state.waiting?.reason === 'CrashLoopBackOff',
    );
    if (pod === undefined || crashed === undefined) continue;
    const container = { namespace, pod: pod.metadata.name, container: crashed.name };
    const log = await tailOf(client, container, { of: 'previous', signal });
    return log === '' ? [] : [`its last lines: ${log}`];
  }
  return [];
}

export function reasonsOf(pod: ClusterObject): string[] {
  const parsed = podSchema.safeParse(pod);
  if (!parsed.success) return [];
  const { metadata, status } = parsed.data;
  const containers = status.containerStatuses.flatMap(({ name, state }) =>
    state.waiting === undefined || state.waiting.reason === 'ContainerCreating'
      ? []
      : [`container ${name}: ${[state.waiting.reason, state.waiting.message].filter(Boolean).join(', ')}`],
  );
  if (containers.length > 0) return containers;
  const unscheduled = status.conditions.find(
    ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
  );
  if (unscheduled !== undefined) return [`pod ${metadata.name}: ${unscheduled.message ?? 'not scheduled'}`];
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  return ready?.status === 'True'
    ? []
    : [`pod ${metadata.name} isn’t ready${ready?.message === undefined ? '' : `: ${ready.message}`}`];
}
