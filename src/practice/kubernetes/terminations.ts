/** The end of a pod: it is told to go, has its time to end, and is gone; whoever owns it hears of it. */
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { keyOf, resourceOfKind } from './resources.ts';
import type { Stored } from './state.ts';

const graceSeconds = 30;

/** Most programs end long before their time is over. */
const takesMs = 200;

/** One that never started is gone at once, as one that no node has is; undefined then. */
export function endPod(tx: Transaction, key: string, clock: Clock): Stored | undefined {
  const pod = tx.get(key);
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return pod;
  if (pod.status?.['phase'] !== 'Running') {
    gone(tx, key, clock);
    return undefined;
  }
  tx.schedule('pod.gone', key, clock.after(takesMs));
  return tx.put(key, {
    ...pod,
    metadata: {
      ...pod.metadata,
      deletionTimestamp: stamp(clock.now() + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
    },
  });
}

export function gone(tx: Transaction, key: string, clock: Clock): void {
  const pod = tx.remove(key);
  if (pod === undefined) return;
  delete tx.state.logs[pod.metadata.uid];
  const { namespace, labels = {}, ownerReferences = [] } = pod.metadata;
  const owner = ownerReferences.find(({ controller }) => controller);
  if (owner?.kind === 'StatefulSet')
    tx.schedule(
      'statefulset.reconcile',
      keyOf(resourceOfKind('StatefulSet'), namespace, owner.name),
      clock.after(50),
    );
  const deployment = keyOf(resourceOfKind('Deployment'), namespace, labels['app'] ?? '');
  if (owner?.kind === 'ReplicaSet' && tx.get(deployment) !== undefined)
    tx.schedule('deployment.pods', deployment, clock.after(50));
}
