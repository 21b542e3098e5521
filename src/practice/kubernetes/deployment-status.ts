/** What the Deployment controller reports of a Deployment. */
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import type { JsonObject } from './state.ts';
import type { WorkloadSpec } from './workload.ts';

/** `down`: a Recreate between its old pods and its new ones. */
export type Stage = 'rolling' | 'down' | 'over' | 'given-up';

const reasons = {
  rolling: 'ReplicaSetUpdated',
  down: 'ReplicaSetUpdated',
  over: 'NewReplicaSetAvailable',
  'given-up': 'ProgressDeadlineExceeded',
} as const;

/** `refused`: why the API server lets no further pod in. */
export function report(
  tx: Transaction,
  key: string,
  spec: WorkloadSpec,
  { stage, refused }: { readonly stage: Stage; readonly refused?: string | undefined },
): void {
  const object = tx.get(key);
  if (object === undefined) return;
  const now = stamp(Date.now());
  const replicaSet = `ReplicaSet "${object.metadata.name}-${spec.hash}"`;
  const messages = {
    rolling: `${replicaSet} is progressing.`,
    down: `${replicaSet} is progressing.`,
    over: `${replicaSet} has successfully progressed.`,
    'given-up': `${replicaSet} has timed out progressing.`,
  };
  const counts = countsOf(spec, stage, refused);
  const available = Number(counts['availableReplicas']) > 0 || spec.replicas === 0;
  tx.put(key, {
    ...object,
    status: {
      observedGeneration: object.metadata.generation,
      ...counts,
      conditions: [
        available
          ? {
              type: 'Available',
              status: 'True',
              reason: 'MinimumReplicasAvailable',
              message: 'Deployment has minimum availability.',
            }
          : {
              type: 'Available',
              status: 'False',
              reason: 'MinimumReplicasUnavailable',
              message: 'Deployment does not have minimum availability.',
            },
        {
          type: 'Progressing',
          status: stage === 'given-up' ? 'False' : 'True',
          reason: reasons[stage],
          message: messages[stage],
          lastUpdateTime: now,
        },
        ...(refused === undefined
          ? []
          : [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: refused }]),
      ],
    },
  });
}

/** A rolling update keeps its old pods while one new one comes; a Recreate has none meanwhile. */
function countsOf(
  { replicas, replaces }: WorkloadSpec,
  stage: Stage,
  refused: string | undefined,
): JsonObject {
  const whole = { replicas, readyReplicas: replicas, availableReplicas: replicas };
  if (stage === 'over') return { ...whole, updatedReplicas: replicas };
  if (stage === 'down' || replaces === 'Recreate') {
    const made = stage === 'down' ? 0 : replicas;
    return {
      replicas: made,
      updatedReplicas: made,
      readyReplicas: 0,
      availableReplicas: 0,
      unavailableReplicas: replicas,
    };
  }
  if (refused !== undefined) return { ...whole, updatedReplicas: 0 };
  return { ...whole, replicas: replicas + 1, updatedReplicas: 1, unavailableReplicas: 1 };
}
