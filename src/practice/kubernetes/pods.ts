/** The pods of a workload: made and removed as its ReplicaSets would. */
import { z } from 'zod';
import type { Transaction } from './cluster.ts';
import { crashing, running, starting, unpulled } from './pod-status.ts';
import { keyOf, resourceOfKind, splitKey } from './resources.ts';
import type { ClusterState, JsonObject, Stored } from './state.ts';

export interface PodSet {
  /** Hash of the template the pods are made from. */
  readonly hash: string;
  readonly image: string;
  readonly count: number;
  /** `starting`: they are not ready yet. Default `ready`. Those of a broken image never become so. */
  readonly come?: 'ready' | 'starting';
}

export interface RunningPod {
  readonly namespace: string;
  readonly name: string;
  readonly workload: string;
  readonly image: string;
}

/** Pods that are ready: they share their workload's traffic. */
export const runningPods = ({ objects }: ClusterState): RunningPod[] =>
  Object.values(objects).flatMap(({ kind, metadata, spec, status }) => {
    const { namespace, name, labels, deletionTimestamp } = metadata;
    const pod =
      kind === 'Pod' && deletionTimestamp === undefined
        ? podSchema.safeParse({ spec, status, workload: labels?.['app'] }).data
        : undefined;
    const ready = pod?.status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
    const [container] = pod?.spec.containers ?? [];
    if (pod === undefined || container === undefined || ready !== true) return [];
    return [{ namespace, name, workload: pod.workload, image: container.image }];
  });

const podSchema = z.object({
  workload: z.string(),
  spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});

/** A tag that begins with `bad` never becomes ready, nor does an image that was declared broken. */
export const isBroken = (state: ClusterState, image: string): boolean =>
  /:bad[^/]*$/.test(image) || state.brokenImages.includes(image) || Object.hasOwn(state.crashing, image);

type PodLabel = 'rollouts-pod-template-hash' | 'pod-template-hash';

/** A workload's pods, those that are ending too, with where they stand. */
export const podsOf = (state: ClusterState, namespace: string, workload: string): [string, Stored][] =>
  Object.entries(state.objects).filter(
    ([, { kind, metadata }]) =>
      kind === 'Pod' && metadata.namespace === namespace && metadata.labels?.['app'] === workload,
  );

/** Makes the workload's pods be exactly these. `label` is the one that its controller puts on them. */
export function setPods(tx: Transaction, key: string, label: PodLabel, sets: readonly PodSet[]): void {
  const resource = resourceOfKind('Pod');
  const { namespace, name: workload } = splitKey(key);
  const wanted = new Map<string, PodSet>(
    sets.flatMap((set) =>
      Array.from({ length: set.count }, (_, index) => [`${workload}-${set.hash}-${index}`, set] as const),
    ),
  );
  for (const [at, object] of podsOf(tx.state, namespace, workload))
    if (!wanted.has(object.metadata.name)) tx.remove(at);
  for (const [name, { hash, image, come = 'ready' }] of wanted) {
    const status = statusOf(tx.state, workload, image, come);
    const there = tx.get(keyOf(resource, namespace, name));
    if (there !== undefined) {
      if (come === 'ready' && there.status?.['phase'] === 'Pending')
        tx.put(keyOf(resource, namespace, name), { ...there, status });
      continue;
    }
    tx.create(resource, namespace, name, {
      metadata: { labels: { app: workload, [label]: hash }, ownerReferences: ownedBy(tx, key, hash) },
      spec: { containers: [{ name: workload, image }] },
      status,
    });
    const says = tx.state.crashing[image];
    const made = tx.get(keyOf(resource, namespace, name));
    if (says !== undefined && made !== undefined) tx.state.logs[made.metadata.uid] = says;
  }
}

/** A Deployment's and a Rollout's are owned by a ReplicaSet, which this cluster doesn't show: its uid tells one from another. */
function ownedBy(tx: Transaction, key: string, hash: string) {
  const owner = tx.get(key);
  if (owner === undefined) return [];
  const name = `${owner.metadata.name}-${hash}`;
  const uid = `${owner.metadata.uid.slice(0, -12)}${Buffer.from(hash).toString('hex').slice(0, 12)}`;
  return [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true, blockOwnerDeletion: true },
  ];
}

function statusOf(
  state: ClusterState,
  name: string,
  image: string,
  come: NonNullable<PodSet['come']>,
): JsonObject {
  if (Object.hasOwn(state.crashing, image)) return crashing(name, image);
  if (isBroken(state, image)) return unpulled(name, image);
  return come === 'ready' ? running(name, image) : starting(name, image);
}
