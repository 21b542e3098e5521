/** The Rollouts controller: canary steps, pauses, promotion, abort, as Argo Rollouts does them. */
import type { Journal } from '../journal.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { isBroken, setPods } from './pods.ts';
import { splitKey } from './resources.ts';
import type { JsonObject, RolloutMemory, Stored } from './state.ts';
import { durationMs, workloadSpec } from './workload.ts';
import type { WorkloadSpec } from './workload.ts';

/** Status fields by which clients give orders. */
const orders = ['abort', 'promoteFull', 'pauseConditions'] as const;

/** For so long after it reports Paused, the controller still writes its older copy back over an order. */
const copyMs = { calm: 250, worst: 500 };

interface Rollout {
  readonly key: string;
  readonly object: Stored;
  readonly spec: WorkloadSpec;
  readonly status: JsonObject;
  readonly memory: RolloutMemory;
}

export function openRollouts(clock: Clock, journal: Journal) {
  const record = ({ key, memory }: Rollout, effect: string) => {
    const { namespace, name } = splitKey(key);
    journal.record({ system: 'kubernetes', effect, target: `${namespace}/${name}`, key: memory.requestKey });
  };

  /** Looks what has changed and does the first thing that follows. */
  function reconcile(tx: Transaction, key: string): void {
    const rollout = open(tx, key);
    if (rollout === undefined) return;
    const { object, spec, status, memory } = rollout;
    if (status['currentPodHash'] !== spec.hash) return begin(tx, rollout);
    const observed = String(object.metadata.generation);
    if (status['observedGeneration'] !== observed)
      return write(tx, rollout, { observedGeneration: observed });
    if (status['promoteFull'] === true) return promoteFull(tx, rollout);
    if (status['abort'] === true && memory.mode !== 'aborted') return abort(tx, rollout);
    if (status['abort'] !== true && memory.mode === 'aborted') return retry(tx, rollout);
    if (memory.mode === 'paused' && status['pauseConditions'] === undefined) return promote(tx, rollout);
  }

  /** A new template: a first deployment, the way back to the stable one, or a canary. */
  function begin(tx: Transaction, rollout: Rollout): void {
    const { spec, status, memory, key } = rollout;
    tx.cancel(key, 'rollout.advance', 'rollout.deadline', 'rollout.write-back');
    memory.images[spec.hash] = spec.image;
    memory.revision += 1;
    const wasAborted = memory.mode === 'aborted';
    if (status['stableRS'] === undefined) return finish(tx, rollout);
    if (status['stableRS'] !== spec.hash) return canary(tx, rollout);
    if (!wasAborted) return finish(tx, rollout);
    memory.mode = 'idle';
    write(tx, rollout, {
      ...calm,
      ...healthy,
      currentPodHash: spec.hash,
      currentStepIndex: spec.steps.length,
    });
  }

  function canary(tx: Transaction, rollout: Rollout): void {
    write(tx, rollout, {
      ...calm,
      ...progressing,
      currentPodHash: rollout.spec.hash,
      currentStepIndex: 0,
      updatedReplicas: null,
    });
    enter(tx, rollout, 0);
  }

  /** Begins a step of the canary. */
  function enter(tx: Transaction, rollout: Rollout, index: number): void {
    const { spec, key, memory } = rollout;
    const step = spec.steps[index];
    if (step === undefined) return finish(tx, rollout);
    if ('pause' in step) {
      memory.mode = 'scaling';
      return tx.schedule('rollout.advance', key, clock.after(100));
    }
    write(tx, rollout, scale(tx, rollout, Math.ceil((spec.replicas * step.setWeight) / 100)));
    awaitPods(tx, rollout, 'scaling');
  }

  /** Waits for new pods: they come, or the deadline does. */
  function awaitPods(tx: Transaction, { key, spec, memory }: Rollout, mode: 'scaling' | 'finishing'): void {
    if (!isBroken(tx.state, spec.image)) {
      memory.mode = mode;
      return tx.schedule('rollout.advance', key, clock.after(150));
    }
    memory.mode = 'stuck';
    tx.schedule('rollout.deadline', key, clock.after(spec.progressDeadlineSeconds * 1000));
  }

  /** The present step is over. */
  function advance(tx: Transaction, key: string): void {
    const rollout = open(tx, key);
    if (rollout === undefined) return;
    const { spec, status, memory } = rollout;
    if (memory.mode === 'finishing') return finished(tx, rollout);
    const index = Number(status['currentStepIndex'] ?? 0);
    const step = spec.steps[index];
    if (step !== undefined && 'pause' in step && memory.mode === 'scaling')
      return pause(tx, rollout, step.pause.duration);
    write(tx, rollout, { ...calm, ...progressing, currentStepIndex: index + 1 });
    enter(tx, rollout, index + 1);
  }

  function pause(tx: Transaction, rollout: Rollout, duration: string | number | undefined): void {
    const { key, memory } = rollout;
    memory.mode = 'paused';
    memory.pausedAt = clock.now();
    const pauseConditions = [{ reason: 'CanaryPauseStep', startTime: stamp(memory.pausedAt) }];
    write(tx, rollout, {
      phase: 'Paused',
      message: 'CanaryPauseStep',
      pauseConditions,
      controllerPause: true,
    });
    memory.copy = tx.get(key)?.status ?? null;
    if (duration !== undefined) tx.schedule('rollout.advance', key, clock.after(durationMs(duration)));
  }

  function promote(tx: Transaction, rollout: Rollout): void {
    record(rollout, 'rollout.promote');
    tx.cancel(rollout.key, 'rollout.advance');
    advance(tx, rollout.key);
  }

  function promoteFull(tx: Transaction, rollout: Rollout): void {
    const { status, spec, memory } = rollout;
    if (status['stableRS'] === spec.hash && memory.mode === 'idle')
      return write(tx, rollout, { promoteFull: null });
    if (memory.mode === 'finishing') return;
    record(rollout, 'rollout.promote-full');
    tx.cancel(rollout.key, 'rollout.advance', 'rollout.deadline');
    finish(tx, rollout, { promoteFull: true });
  }

  /** All pods new. */
  function finish(tx: Transaction, rollout: Rollout, order: JsonObject = {}): void {
    const { spec } = rollout;
    write(tx, rollout, {
      ...calm,
      ...progressing,
      ...order,
      currentPodHash: spec.hash,
      currentStepIndex: spec.steps.length,
    });
    write(tx, rollout, scale(tx, rollout, spec.replicas));
    awaitPods(tx, rollout, 'finishing');
  }

  function finished(tx: Transaction, rollout: Rollout): void {
    const { spec, status, key, memory } = rollout;
    if (status['stableRS'] !== spec.hash) {
      write(tx, rollout, {
        stableRS: spec.hash,
        promoteFull: null,
        message: 'old replicas are pending termination',
      });
      return tx.schedule('rollout.advance', key, clock.after(100));
    }
    memory.mode = 'idle';
    write(tx, rollout, { ...scale(tx, rollout, spec.replicas), ...healthy });
  }

  function abort(tx: Transaction, rollout: Rollout): void {
    const { key, status, spec, memory } = rollout;
    // Nothing to abort: the controller takes the order back.
    if (status['stableRS'] === spec.hash) return write(tx, rollout, { abort: null });
    if (status['abortedAt'] === undefined) record(rollout, 'rollout.abort');
    tx.cancel(key, 'rollout.advance', 'rollout.deadline', 'rollout.write-back');
    memory.mode = 'aborted';
    const message = `RolloutAborted: Rollout aborted update to revision ${memory.revision}`;
    write(tx, rollout, {
      ...calm,
      ...scale(tx, rollout, 0),
      abort: true,
      abortedAt: status['abortedAt'] ?? stamp(clock.now()),
      phase: 'Degraded',
      message,
      currentStepIndex: 0,
      updatedReplicas: null,
    });
  }

  function retry(tx: Transaction, rollout: Rollout): void {
    record(rollout, 'rollout.retry');
    canary(tx, rollout);
  }

  function deadline(tx: Transaction, key: string): void {
    const rollout = open(tx, key);
    if (rollout === undefined || rollout.memory.mode !== 'stuck') return;
    const { object, spec, status } = rollout;
    const message = `ProgressDeadlineExceeded: ReplicaSet "${object.metadata.name}-${spec.hash}" has timed out progressing.`;
    const aborts = spec.progressDeadlineAbort && status['stableRS'] !== undefined;
    write(tx, rollout, {
      phase: 'Degraded',
      message,
      ...(aborts ? { abort: true, abortedAt: stamp(clock.now()) } : {}),
    });
    if (aborts) tx.schedule('rollout.reconcile', key, clock.after(40));
  }

  /** The controller's older copy goes over an order that came too early; nobody is told. */
  function writeBack(tx: Transaction, key: string): void {
    const rollout = open(tx, key);
    if (rollout === undefined || rollout.memory.copy === null) return;
    tx.put(key, { ...rollout.object, status: rollout.memory.copy });
  }

  return {
    /** A client or Argo CD has written a Rollout. */
    written(
      tx: Transaction,
      key: string,
      before: Stored | undefined,
      after: Stored,
      requestKey: string | null,
    ): void {
      const memory = (tx.state.rollouts[key] ??= newMemory());
      const { behaviour } = tx.state;
      const ordered = orders.some(
        (field) => JSON.stringify(before?.status?.[field]) !== JSON.stringify(after.status?.[field]),
      );
      if (ordered) memory.requestKey = requestKey;
      const copied =
        behaviour === 'worst'
          ? memory.pausedAt + copyMs.worst
          : memory.pausedAt + (clock.after(copyMs.calm) - clock.now());
      if (ordered && memory.mode === 'paused' && clock.now() < copied) {
        return tx.schedule('rollout.write-back', key, clock.after(20));
      }
      tx.schedule('rollout.reconcile', key, clock.after(25));
    },
    reconcile,
    advance,
    deadline,
    writeBack,
  };
}

const newMemory = (): RolloutMemory => ({
  revision: 0,
  images: {},
  mode: 'idle',
  pausedAt: 0,
  copy: null,
  requestKey: null,
});

/** Orders and pauses cleared: null removes a field. */
const calm: JsonObject = {
  abort: null,
  abortedAt: null,
  pauseConditions: null,
  controllerPause: null,
  promoteFull: null,
};
const progressing: JsonObject = { phase: 'Progressing', message: 'more replicas need to be updated' };
const healthy: JsonObject = { phase: 'Healthy', message: null };

function open(tx: Transaction, key: string): Rollout | undefined {
  const object = tx.get(key);
  if (object === undefined) return undefined;
  const memory = (tx.state.rollouts[key] ??= newMemory());
  return { key, object, spec: workloadSpec(object.spec), status: object.status ?? {}, memory };
}

function write(tx: Transaction, { key, object, status }: Rollout, changes: JsonObject): void {
  Object.assign(status, changes, { observedGeneration: String(object.metadata.generation) });
  for (const [field, value] of Object.entries(status)) if (value === null) delete status[field];
  tx.put(key, { ...object, status });
}

/** Makes `fresh` pods of the new template and the rest of the stable one; the status that says so. */
function scale(tx: Transaction, { key, spec, status, memory, object }: Rollout, fresh: number): JsonObject {
  const stable = String(status['stableRS'] ?? spec.hash);
  const { namespace, name } = splitKey(key);
  const sets = [{ hash: spec.hash, image: spec.image, count: stable === spec.hash ? spec.replicas : fresh }];
  if (stable !== spec.hash) {
    // A new pod that doesn't come takes no stable one's place.
    const ready = isBroken(tx.state, spec.image) ? 0 : fresh;
    sets.push({ hash: stable, image: memory.images[stable] ?? spec.image, count: spec.replicas - ready });
  }
  setPods(tx, namespace, name, 'rollouts-pod-template-hash', sets);
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
  const rollout = open(tx, key);
  if (rollout === undefined) return;
  const { spec, memory } = rollout;
  memory.images[spec.hash] = spec.image;
  memory.revision = 1;
  const position = { stableRS: spec.hash, currentPodHash: spec.hash, currentStepIndex: spec.steps.length };
  Object.assign(rollout.status, position);
  write(tx, rollout, { ...scale(tx, rollout, spec.replicas), ...healthy });
}
