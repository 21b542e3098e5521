/** Drift by the pods of a workload: whether all that run have the digest that was recorded. */
import { z } from 'zod';
import type { Clients } from '../../../activities/clients.ts';
import type { ClusterObject, CollectionRef } from '../../../activities/kubernetes/client.ts';
import type { Drift } from '../../../environment/board.ts';
import type { Deployment, SeenAt } from '../../../environment/deployment.ts';
import { drifted, short, unknown, verified } from './states.ts';

type Workload = Extract<SeenAt, { type: 'workload' }>;

const places: Record<Workload['kind'], Pick<CollectionRef, 'apiVersion' | 'plural'>> = {
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
  StatefulSet: { apiVersion: 'apps/v1', plural: 'statefulsets' },
  DaemonSet: { apiVersion: 'apps/v1', plural: 'daemonsets' },
  Rollout: { apiVersion: 'argoproj.io/v1alpha1', plural: 'rollouts' },
};

const workloadSchema = z.object({
  spec: z.object({
    selector: z.object({
      matchLabels: z.record(z.string(), z.string()).default({}),
      matchExpressions: z.array(z.unknown()).default([]),
    }),
  }),
});

const podSchema = z.object({
  metadata: z.object({ deletionTimestamp: z.unknown().optional() }),
  spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })).min(1) }),
  status: z
    .object({
      phase: z.string().default('Unknown'),
      containerStatuses: z.array(z.object({ name: z.string(), imageID: z.string().default('') })).default([]),
    })
    .prefault({}),
});

export async function workloadDrift(
  { digest }: Pick<Deployment, 'digest'>,
  { kind, namespace, name, container }: Workload,
  { kubernetes }: Pick<Clients, 'kubernetes'>,
  signal: AbortSignal,
): Promise<Drift> {
  if (digest === undefined) return unknown('the record names no digest');
  const title = `${kind} ${namespace}/${name}`;
  const object = await kubernetes.get({ ...places[kind], kind, namespace, name }, signal);
  const workload = workloadSchema.safeParse(object);
  if (!workload.success) return unknown(`${title} is not as expected`);
  const { matchLabels: labels, matchExpressions } = workload.data.spec.selector;
  if (matchExpressions.length > 0 || Object.keys(labels).length === 0)
    return unknown(`${title} doesn’t select its pods by labels alone`);
  const pods = await kubernetes.list(
    { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespace },
    { signal, labels },
  );
  const running = pods.flatMap((pod) => {
    const images = imagesOf(pod, container);
    return images === undefined ? [] : [images];
  });
  if (running.length === 0) return unknown(`no pod of ${title} runs`);
  if (running.some((images) => images.length === 0))
    return unknown(`a pod of ${title} doesn’t tell the digest of its image`);
  const others = running.filter((images) => !images.includes(digest));
  if (others.length === 0)
    return verified(`${running.length} of ${running.length} pods of ${title} run ${short(digest)}`);
  const found = [...new Set(others.map(([first = '']) => short(first)))].join(', ');
  return drifted(`${others.length} of ${running.length} pods of ${title} run ${found}, not ${short(digest)}`);
}

const digestIn = /sha256:[0-9a-f]{64}/;

/**
 * The digests by which a running pod’s image is known: what was pulled, and what the template pins (the pulled one may be that of
 * one platform). Undefined: it doesn't run, or is on its way out.
 */
function imagesOf(pod: ClusterObject, wanted: string | undefined): readonly string[] | undefined {
  const parsed = podSchema.safeParse(pod);
  if (!parsed.success) return [];
  const { metadata, spec, status } = parsed.data;
  if (status.phase !== 'Running' || metadata.deletionTimestamp !== undefined) return undefined;
  const name = wanted ?? spec.containers[0]?.name;
  const pulled = status.containerStatuses.find((one) => one.name === name)?.imageID ?? '';
  const asked = spec.containers.find((one) => one.name === name)?.image ?? '';
  return [pulled, asked].flatMap((image) => digestIn.exec(image)?.[0] ?? []);
}
