/** The Deployment controller: new pods in place of old ones, one beside them at a time or after they are gone, or a deadline that passes. */
import type { Journal } from '../journal.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { report } from './deployment-status.ts';
import { podQuotaRefusal } from './pod-quota.ts';
import { isBroken, podsOf, setPods } from './pods.ts';
import { splitKey } from './resources.ts';
import type { Stored } from './state.ts';
import { endPod } from './terminations.ts';
import { workloadSpec } from './workload.ts';
import type { WorkloadSpec } from './workload.ts';
import type { Written } from './written.ts';

export function openDeployments(clock: Clock, journal: Journal) {
  /** The new pods, in place of the old ones or beside them; they come, or the deadline does. */
  function roll(tx: Transaction, key: string, spec: WorkloadSpec): void {
    const { namespace } = splitKey(key);
    const refused = spec.replaces === 'Recreate' ? undefined : podQuotaRefusal(tx.state, namespace, spec);
    if (refused === undefined) surge(tx, key, spec);
    report(tx, key, spec, { stage: 'rolling', refused });
    if (refused !== undefined || isBroken(tx.state, spec.image))
      return tx.schedule('deployment.deadline', key, clock.after(spec.progressDeadlineSeconds * 1000));
    tx.schedule('deployment.available', key, clock.after(300));
  }

  return {
    written: ((tx, key, before, after, requestKey) => {
      record(journal, before, after, requestKey);
      tx.schedule('deployment.reconcile', key, clock.after(20));
    }) satisfies Written,
    reconcile(tx: Transaction, key: string): void {
      const object = tx.get(key);
      if (object === undefined || object.status?.['observedGeneration'] === object.metadata.generation)
        return;
      const spec = workloadSpec(object.spec);
      tx.cancel(key, 'deployment.available', 'deployment.deadline', 'deployment.recreate');
      const { namespace, name } = splitKey(key);
      const pods = podsOf(tx.state, namespace, name);
      const old = pods.some(
        ([, { metadata }]) =>
          metadata.labels?.['pod-template-hash'] !== spec.hash || metadata.deletionTimestamp !== undefined,
      );
      if (spec.replaces === 'RollingUpdate' || !old) return roll(tx, key, spec);
      for (const [pod] of pods) endPod(tx, pod, clock);
      report(tx, key, spec, { stage: 'down' });
      tx.schedule('deployment.recreate', key, clock.after(50));
    },
    /** Of a Recreate: nothing is made while anything of the old is left. */
    recreate(tx: Transaction, key: string): void {
      const object = tx.get(key);
      if (object === undefined) return;
      const { namespace, name } = splitKey(key);
      if (podsOf(tx.state, namespace, name).length > 0)
        return tx.schedule('deployment.recreate', key, clock.after(50));
      roll(tx, key, workloadSpec(object.spec));
    },
    /** Another pod in place of one that was deleted. */
    pods(tx: Transaction, key: string): void {
      const object = tx.get(key);
      const atWork = tx.state.jobs.some((job) => job.key === key && job.run.startsWith('deployment.'));
      if (object === undefined || atWork) return;
      const spec = workloadSpec(object.spec);
      setPods(tx, key, 'pod-template-hash', [{ ...spec, count: spec.replicas, come: 'starting' }]);
      tx.schedule('deployment.available', key, clock.after(300));
    },
    available: (tx: Transaction, key: string): void => settledDeployment(tx, key),
    deadline(tx: Transaction, key: string): void {
      const object = tx.get(key);
      if (object === undefined) return;
      const spec = workloadSpec(object.spec);
      const { namespace } = splitKey(key);
      report(tx, key, spec, {
        stage: 'given-up',
        refused: isBroken(tx.state, spec.image) ? undefined : podQuotaRefusal(tx.state, namespace, spec),
      });
    },
  };
}

/** What Argo CD writes is its own effect; a request's key tells whose this is. */
function record(journal: Journal, before: Stored | undefined, after: Stored, key: string | null): void {
  if (key === null || before === undefined) return;
  const { namespace, name } = after.metadata;
  const [was, is] = [workloadSpec(before.spec), workloadSpec(after.spec)];
  const entry = { system: 'kubernetes', target: `${namespace}/${name}`, key };
  if (was.image !== is.image)
    journal.record({ ...entry, effect: 'deployment.image', detail: { image: is.image } });
  else if (was.hash !== is.hash) journal.record({ ...entry, effect: 'deployment.restart' });
}

export function settledDeployment(tx: Transaction, key: string): void {
  const object = tx.get(key);
  if (object === undefined) return;
  const spec = workloadSpec(object.spec);
  setPods(tx, key, 'pod-template-hash', [{ hash: spec.hash, image: spec.image, count: spec.replicas }]);
  report(tx, key, spec, { stage: 'over' });
}

/** One new pod beside the old ones, which stay while it doesn't come; all of them where the old ones are gone. */
function surge(tx: Transaction, key: string, spec: WorkloadSpec): void {
  const { namespace, name } = splitKey(key);
  const [old] = podsOf(tx.state, namespace, name).flatMap(([, { metadata, status }]) => {
    const hash = metadata.labels?.['pod-template-hash'];
    const container = status?.['containerStatuses'];
    const image = Array.isArray(container) ? imageOf(container[0]) : undefined;
    return hash === undefined || hash === spec.hash || image === undefined ? [] : [{ hash, image }];
  });
  setPods(tx, key, 'pod-template-hash', [
    ...(old === undefined ? [] : [{ ...old, count: spec.replicas }]),
    { ...spec, count: old === undefined ? spec.replicas : 1, come: 'starting' },
  ]);
}

function imageOf(container: unknown): string | undefined {
  if (typeof container !== 'object' || container === null || !('image' in container)) return undefined;
  return typeof container.image === 'string' ? container.image : undefined;
}
