/** The Rollouts controller: takes up new templates and the orders of clients, as Argo Rollouts does. */
import type { Journal } from '../journal.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { openCanaries } from './canary.ts';
import { splitKey } from './resources.ts';
import { calm, newMemory, openRollout, progressing, scale, stableHash, writeStatus } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import type { Written } from './written.ts';

/** Status fields by which clients give orders. */
const orders = ['abort', 'promoteFull', 'pauseConditions'] as const;

/**
 * For so long after it reports Paused, the controller overlooks an order: it works with an older copy of the object. The order
 * stands there, and nothing happens until another write makes the controller look again.
 */
const overlooksMs = { calm: 250, worst: 500 };

export function openRollouts(clock: Clock, journal: Journal) {
  const canaries = openCanaries(clock);
  const record = ({ key, memory }: Rollout, effect: string) => {
    const { namespace, name } = splitKey(key);
    journal.record({ system: 'kubernetes', effect, target: `${namespace}/${name}`, key: memory.requestKey });
  };

  /** Looks what has changed and does the first thing that follows. */
  function reconcile(tx: Transaction, key: string): void {
    const rollout = openRollout(tx, key);
    if (rollout === undefined) return;
    const { object, spec, status, memory } = rollout;
    if (status['currentPodHash'] !== spec.hash) return canaries.begin(tx, rollout);
    const observed = String(object.metadata.generation);
    if (status['observedGeneration'] !== observed)
      return writeStatus(tx, rollout, { observedGeneration: observed });
    if (status['promoteFull'] === true) return promoteFull(tx, rollout);
    if (status['abort'] === true && memory.mode !== 'aborted') return abort(tx, rollout);
    if (status['abort'] !== true && memory.mode === 'aborted') return retry(tx, rollout);
    if (memory.mode === 'paused' && status['pauseConditions'] === undefined) return promote(tx, rollout);
  }

  function promote(tx: Transaction, rollout: Rollout): void {
    record(rollout, 'rollout.promote');
    rollout.memory.mode = 'resumed';
    writeStatus(tx, rollout, { ...calm, ...progressing });
    tx.schedule('rollout.advance', rollout.key, clock.after(40));
  }

  function promoteFull(tx: Transaction, rollout: Rollout): void {
    const { status, spec, memory } = rollout;
    if (stableHash(status) === spec.hash && memory.mode === 'idle')
      return writeStatus(tx, rollout, { promoteFull: null });
    if (memory.mode === 'finishing') return;
    record(rollout, 'rollout.promote-full');
    tx.cancel(rollout.key, 'rollout.advance', 'rollout.deadline');
    canaries.finish(tx, rollout, { promoteFull: true });
  }

  function abort(tx: Transaction, rollout: Rollout): void {
    const { key, status, spec, memory } = rollout;
    // Nothing to abort: the controller takes the order back.
    if (stableHash(status) === spec.hash) return writeStatus(tx, rollout, { abort: null });
    if (status['abortedAt'] === undefined) record(rollout, 'rollout.abort');
    tx.cancel(key, 'rollout.advance', 'rollout.deadline');
    memory.mode = 'aborted';
    const message = `RolloutAborted: Rollout aborted update to revision ${memory.revision}`;
    writeStatus(tx, rollout, {
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
    canaries.canary(tx, rollout);
  }

  return {
    /** A client or Argo CD has written a Rollout. */
    written: ((tx, key, before, after, requestKey) => {
      const memory = (tx.state.rollouts[key] ??= newMemory());
      const { behaviour } = tx.state;
      const ordered = orders.some(
        (field) => JSON.stringify(before?.status?.[field]) !== JSON.stringify(after.status?.[field]),
      );
      if (ordered) memory.requestKey = requestKey;
      const overlooks =
        behaviour === 'worst' ? overlooksMs.worst : clock.after(overlooksMs.calm) - clock.now();
      if (ordered && memory.mode === 'paused' && clock.now() < memory.pausedAt + overlooks) return;
      tx.schedule('rollout.reconcile', key, clock.after(25));
    }) satisfies Written,
    reconcile,
    advance: canaries.advance,
    deadline: canaries.deadline,
  };
}
