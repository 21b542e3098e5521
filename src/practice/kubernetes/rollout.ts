/** A Rollout as its controller has it: the object, what the controller remembers of it, its status and its pods. */
import type { Transaction } from './cluster.ts';
import { isBroken, setPods } from './pods.ts';
import type { JsonObject, RolloutMemory, Stored } from './state.ts';
import { workloadSpec } from './workload.ts';
import type { WorkloadSpec } from './workload.ts';

export interface Rollout {
  readonly key: string;
  readonly object: Stored;
  readonly spec: WorkloadSpec;
  readonly status: JsonObject;
  readonly memory: RolloutMemory;
}

export const newMemory = (): RolloutMemory => ({
  revision: 0,
  images: {},
  mode: 'idle',
  pausedAt: 0,
  requestKey: null,
});

/** Orders and pauses cleared: null removes a field. */
export const calm: JsonObject = {
  abort: null,
  abortedAt: null,
  pauseConditions: null,
  controllerPause: null,
  promoteFull: null,
};
export const progressing: JsonObject = { phase: 'Progressing', message: 'more replicas need to be updated' };
export const healthy: JsonObject = { phase: 'Healthy', message: null };

export function openRollout(tx: Transaction, key: string): Rollout | undefined {
  const object = tx.get(key);
  if (object === undefined) return undefined;
  const memory = (tx.state.rollouts[key] ??= newMemory());
  return { key, object, spec: workloadSpec(object.spec), status: object.status ?? {}, memory };
}

export function writeStatus(tx: Transaction, { key, object, status }: Rollout, changes: JsonObject): void {
  Object.assign(status, changes, { observedGeneration: String(object.metadata.generation) });
  for (const [field, value] of Object.entries(status)) if (value === null) delete status[field];
  tx.put(key, { ...object, status });
}

/** What names the stable version's pods; undefined before the first deployment. */
export function stableHash(status: JsonObject | undefined): string | undefined {
  const hash = status?.['stableRS'];
  return typeof hash === 'string' ? hash : undefined;
}

/** Makes `fresh` pods of the new template and the rest of the stable one; the status that says so. */
export function scale(
  tx: Transaction,
  { key, spec, status, memory, object }: Rollout,
  fresh: number,
): JsonObject {
  const stable = stableHash(status) ?? spec.hash;
  const sets = [{ hash: spec.hash, image: spec.image, count: stable === spec.hash ? spec.replicas : fresh }];
  if (stable !== spec.hash) {
    // A new pod that doesn't come takes no stable one's place.
    const ready = isBroken(tx.state, spec.image) ? 0 : fresh;
    sets.push({ hash: stable, image: memory.images[stable] ?? spec.image, count: spec.replicas - ready });
  }
  setPods(tx, key, 'rollouts-pod-template-hash', sets);
  return {
    replicas: spec.replicas,
    readyReplicas: spec.replicas,
    availableReplicas: spec.replicas,
    selector: `app=${object.metadata.name}`,
    updatedReplicas: fresh === 0 ? null : fresh,
  };
}

/** The status of a Rollout that has been on its template for long. */
export function settledRollout(tx: Transaction, key: string): void {
  const rollout = openRollout(tx, key);
  if (rollout === undefined) return;
  const { spec, memory } = rollout;
  memory.images[spec.hash] = spec.image;
  memory.revision = 1;
  const position = { stableRS: spec.hash, currentPodHash: spec.hash, currentStepIndex: spec.steps.length };
  Object.assign(rollout.status, position);
  writeStatus(tx, rollout, { ...scale(tx, rollout, spec.replicas), ...healthy });
}
