/** The pods of a workload: made and removed as its ReplicaSets would. */
import type { Transaction } from './cluster.ts';
import { keyOf, resourceOfKind } from './resources.ts';
import type { ClusterState, JsonObject } from './state.ts';

export interface PodSet {
  /** Hash of the template the pods are made from. */
  readonly hash: string;
  readonly image: string;
  readonly count: number;
}

/** A tag that begins with `bad` never becomes ready, nor does an image that was declared broken. */
export const isBroken = (state: ClusterState, image: string): boolean =>
  /:bad[^/]*$/.test(image) || state.brokenImages.includes(image);

/** Makes the workload's pods be exactly these. `label` is the one that its controller puts on them. */
export function setPods(
  tx: Transaction,
  namespace: string,
  workload: string,
  label: 'rollouts-pod-template-hash' | 'pod-template-hash',
  sets: readonly PodSet[],
): void {
  const resource = resourceOfKind('Pod');
  const wanted = new Map<string, { hash: string; image: string }>(
    sets.flatMap(({ hash, image, count }) =>
      Array.from({ length: count }, (_, index) => [`${workload}-${hash}-${index}`, { hash, image }] as const),
    ),
  );
  for (const [key, object] of Object.entries(tx.state.objects)) {
    const mine =
      object.kind === 'Pod' &&
      object.metadata.namespace === namespace &&
      object.metadata.labels?.['app'] === workload;
    if (mine && !wanted.has(object.metadata.name)) tx.remove(key);
  }
  for (const [name, { hash, image }] of wanted) {
    if (tx.get(keyOf(resource, namespace, name)) !== undefined) continue;
    tx.create(resource, namespace, name, {
      metadata: { labels: { app: workload, [label]: hash } },
      spec: { containers: [{ name: workload, image }] },
      status: isBroken(tx.state, image) ? waiting(workload, image) : running(workload, image),
    });
  }
}

const running = (name: string, image: string): JsonObject => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [{ name, image, ready: true, restartCount: 0, state: { running: {} } }],
});

const waiting = (name: string, image: string): JsonObject => ({
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
  containerStatuses: [
    {
      name,
      image,
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } },
    },
  ],
});
