/** The way of a new version to all pods: the canary's steps and pauses, one after another, or a deadline that passes. */
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { isBroken } from './pods.ts';
import { calm, healthy, openRollout, progressing, scale, stableHash, writeStatus } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import type { JsonObject } from './state.ts';
import { durationMs } from './workload.ts';

export function openCanaries(clock: Clock) {
  /** A new template: a first deployment, the way back to the stable one, or a canary. */
  function begin(tx: Transaction, rollout: Rollout): void {
    const { spec, status, memory, key } = rollout;
    tx.cancel(key, 'rollout.advance', 'rollout.deadline');
    memory.images[spec.hash] = spec.image;
    memory.revision += 1;
    const wasAborted = memory.mode === 'aborted';
    if (stableHash(status) === undefined) return finish(tx, rollout);
    if (stableHash(status) !== spec.hash) return canary(tx, rollout);
    if (!wasAborted) return finish(tx, rollout);
    memory.mode = 'idle';
    writeStatus(tx, rollout, {
      ...calm,
      ...healthy,
      currentPodHash: spec.hash,
      currentStepIndex: spec.steps.length,
    });
  }

  function canary(tx: Transaction, rollout: Rollout): void {
    writeStatus(tx, rollout, {
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
    writeStatus(tx, rollout, scale(tx, rollout, Math.ceil((spec.replicas * step.setWeight) / 100)));
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
    const rollout = openRollout(tx, key);
    if (rollout === undefined) return;
    const { spec, status, memory } = rollout;
    if (memory.mode === 'finishing') return finished(tx, rollout);
    const index = Number(status['currentStepIndex'] ?? 0);
    const step = spec.steps[index];
    if (step !== undefined && 'pause' in step && memory.mode === 'scaling')
      return pause(tx, rollout, step.pause.duration);
    writeStatus(tx, rollout, { ...calm, ...progressing, currentStepIndex: index + 1 });
    enter(tx, rollout, index + 1);
  }

  function pause(tx: Transaction, rollout: Rollout, duration: string | number | undefined): void {
    const { key, memory } = rollout;
    memory.mode = 'paused';
    memory.pausedAt = clock.now();
    const pauseConditions = [{ reason: 'CanaryPauseStep', startTime: stamp(memory.pausedAt) }];
    writeStatus(tx, rollout, {
      phase: 'Paused',
      message: 'CanaryPauseStep',
      pauseConditions,
      controllerPause: true,
    });
    if (duration !== undefined) tx.schedule('rollout.advance', key, clock.after(durationMs(duration)));
  }

  /** All pods new. */
  function finish(tx: Transaction, rollout: Rollout, order: JsonObject = {}): void {
    const { spec } = rollout;
    writeStatus(tx, rollout, {
      ...calm,
      ...progressing,
      ...order,
      currentPodHash: spec.hash,
      currentStepIndex: spec.steps.length,
    });
    writeStatus(tx, rollout, scale(tx, rollout, spec.replicas));
    awaitPods(tx, rollout, 'finishing');
  }

  function finished(tx: Transaction, rollout: Rollout): void {
    const { spec, status, key, memory } = rollout;
    if (stableHash(status) !== spec.hash) {
      writeStatus(tx, rollout, {
        stableRS: spec.hash,
        promoteFull: null,
        message: 'old replicas are pending termination',
      });
      return tx.schedule('rollout.advance', key, clock.after(100));
    }
    memory.mode = 'idle';
    writeStatus(tx, rollout, { ...scale(tx, rollout, spec.replicas), ...healthy });
  }

  function deadline(tx: Transaction, key: string): void {
    const rollout = openRollout(tx, key);
    if (rollout === undefined || rollout.memory.mode !== 'stuck') return;
    const { object, spec, status } = rollout;
    const message = `ProgressDeadlineExceeded: ReplicaSet "${object.metadata.name}-${spec.hash}" has timed out progressing.`;
    const aborts = spec.progressDeadlineAbort && stableHash(status) !== undefined;
    writeStatus(tx, rollout, {
      phase: 'Degraded',
      message,
      ...(aborts ? { abort: true, abortedAt: stamp(clock.now()) } : {}),
    });
    if (aborts) tx.schedule('rollout.reconcile', key, clock.after(40));
  }

  return { begin, canary, advance, finish, deadline };
}
