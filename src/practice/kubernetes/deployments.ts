/** The Deployment controller: new pods in place of old ones, or a deadline that passes. */
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { isBroken, setPods } from './pods.ts';
import { splitKey } from './resources.ts';
import type { JsonObject } from './state.ts';
import { workloadSpec } from './workload.ts';
import type { WorkloadSpec } from './workload.ts';

type Reason = 'ReplicaSetUpdated' | 'NewReplicaSetAvailable' | 'ProgressDeadlineExceeded';

export function openDeployments(clock: Clock) {
  return {
    written(tx: Transaction, key: string): void {
      tx.schedule('deployment.reconcile', key, clock.after(20));
    },
    reconcile(tx: Transaction, key: string): void {
      const object = tx.get(key);
      if (object === undefined || object.status?.['observedGeneration'] === object.metadata.generation)
        return;
      const spec = workloadSpec(object.spec);
      tx.cancel(key, 'deployment.available', 'deployment.deadline');
      progress(tx, key, 'ReplicaSetUpdated', spec);
      if (isBroken(tx.state, spec.image)) {
        return tx.schedule('deployment.deadline', key, clock.after(spec.progressDeadlineSeconds * 1000));
      }
      tx.schedule('deployment.available', key, clock.after(300));
    },
    available: (tx: Transaction, key: string): void => settledDeployment(tx, key),
    deadline(tx: Transaction, key: string): void {
      const object = tx.get(key);
      if (object !== undefined) progress(tx, key, 'ProgressDeadlineExceeded', workloadSpec(object.spec));
    },
  };
}

export function settledDeployment(tx: Transaction, key: string): void {
  const object = tx.get(key);
  if (object === undefined) return;
  const spec = workloadSpec(object.spec);
  const { namespace, name } = splitKey(key);
  setPods(tx, namespace, name, 'pod-template-hash', [
    { hash: spec.hash, image: spec.image, count: spec.replicas },
  ]);
  progress(tx, key, 'NewReplicaSetAvailable', spec);
}

function progress(tx: Transaction, key: string, reason: Reason, spec: WorkloadSpec): void {
  const object = tx.get(key);
  if (object === undefined) return;
  const { name } = object.metadata;
  const now = stamp(Date.now());
  const replicaSet = `ReplicaSet "${name}-${spec.hash}"`;
  const messages: Record<Reason, string> = {
    ReplicaSetUpdated: `${replicaSet} is progressing.`,
    NewReplicaSetAvailable: `${replicaSet} has successfully progressed.`,
    ProgressDeadlineExceeded: `${replicaSet} has timed out progressing.`,
  };
  if (reason === 'ReplicaSetUpdated' && isBroken(tx.state, spec.image)) surge(tx, key, spec);
  const status = reason === 'ProgressDeadlineExceeded' ? 'False' : 'True';
  const counts: JsonObject =
    reason === 'NewReplicaSetAvailable'
      ? { updatedReplicas: spec.replicas }
      : { updatedReplicas: 1, unavailableReplicas: 1 };
  tx.put(key, {
    ...object,
    status: {
      observedGeneration: object.metadata.generation,
      replicas: spec.replicas,
      readyReplicas: spec.replicas,
      availableReplicas: spec.replicas,
      ...counts,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        },
        { type: 'Progressing', status, reason, message: messages[reason], lastUpdateTime: now },
      ],
    },
  });
}

/** One new pod beside the old ones, which stay while it doesn't come. */
function surge(tx: Transaction, key: string, spec: WorkloadSpec): void {
  const { namespace, name } = splitKey(key);
  const old = Object.values(tx.state.objects).find(
    (o) => o.kind === 'Pod' && o.metadata.namespace === namespace && o.metadata.labels?.['app'] === name,
  );
  const oldSpec = old?.metadata.labels?.['pod-template-hash'];
  const container = old?.status?.['containerStatuses'];
  const image = Array.isArray(container) ? imageOf(container[0]) : undefined;
  setPods(tx, namespace, name, 'pod-template-hash', [
    ...(oldSpec === undefined || image === undefined ? [] : [{ hash: oldSpec, image, count: spec.replicas }]),
    { hash: spec.hash, image: spec.image, count: 1 },
  ]);
}

function imageOf(container: unknown): string | undefined {
  if (typeof container !== 'object' || container === null || !('image' in container)) return undefined;
  return typeof container.image === 'string' ? container.image : undefined;
}
