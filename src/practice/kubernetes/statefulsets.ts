/** The StatefulSet controller: pods of fixed names, each made anew when it is gone. */
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { running, starting } from './pod-status.ts';
import { keyOf, resourceOfKind, splitKey } from './resources.ts';
import type { Stored } from './state.ts';
import { workloadSpec } from './workload.ts';

export function openStatefulSets(clock: Clock) {
  return {
    written: (tx: Transaction, key: string): void =>
      tx.schedule('statefulset.reconcile', key, clock.after(20)),
    /** Pods that are missing begin. */
    reconcile(tx: Transaction, key: string): void {
      if (makePods(tx, key, 'starting') > 0) tx.schedule('statefulset.ready', key, clock.after(300));
    },
    ready: (tx: Transaction, key: string): void => settledStatefulSet(tx, key),
  };
}

/** All of its pods run. */
export function settledStatefulSet(tx: Transaction, key: string): void {
  makePods(tx, key, 'running');
  const object = tx.get(key);
  if (object === undefined) return;
  const { replicas } = workloadSpec(object.spec);
  tx.put(key, {
    ...object,
    status: {
      observedGeneration: object.metadata.generation,
      replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      currentReplicas: replicas,
      updatedReplicas: replicas,
    },
  });
}

/** How many were made. */
function makePods(tx: Transaction, key: string, state: 'starting' | 'running'): number {
  const object = tx.get(key);
  if (object === undefined) return 0;
  const { namespace, name } = splitKey(key);
  const spec = workloadSpec(object.spec);
  const container = containerOf(object);
  const status = state === 'running' ? running(container, spec.image) : starting(container, spec.image);
  let made = 0;
  for (const index of Array(spec.replicas).keys()) {
    const pod = `${name}-${index}`;
    const at = keyOf(resourceOfKind('Pod'), namespace, pod);
    const there = tx.get(at);
    if (there === undefined) {
      made += 1;
      tx.create(resourceOfKind('Pod'), namespace, pod, {
        metadata: {
          labels: {
            app: name,
            'controller-revision-hash': `${name}-${spec.hash}`,
            'statefulset.kubernetes.io/pod-name': pod,
            'apps.kubernetes.io/pod-index': String(index),
          },
          ownerReferences: [ownerOf(object)],
        },
        spec: { containers: [{ name: container, image: spec.image }] },
        status,
      });
    } else if (state === 'running' && there.status?.['phase'] === 'Pending') tx.put(at, { ...there, status });
  }
  return made;
}

export const ownerOf = ({ apiVersion, kind, metadata: { name, uid } }: Stored) => ({
  apiVersion,
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

const containersSchema = z.object({
  template: z.object({ spec: z.object({ containers: z.array(z.object({ name: z.string() })).min(1) }) }),
});

const containerOf = ({ spec }: Stored): string =>
  containersSchema.parse(spec).template.spec.containers[0]?.name ?? '';
