/** Runs the controllers: each job at its time, one durable write a job, and again after a restart. */
import type { Journal } from '../journal.ts';
import { openApplications } from './applications.ts';
import type { Clock } from './clock.ts';
import type { Cluster, Transaction } from './cluster.ts';
import { openDeployments } from './deployments.ts';
import { openJobs } from './jobs.ts';
import type { Programs } from './programs.ts';
import { openRollouts } from './rollouts.ts';
import type { Job, JobName, Stored } from './state.ts';
import { openStatefulSets } from './statefulsets.ts';
import { endPod, gone } from './terminations.ts';
import type { Written } from './written.ts';

export interface Controllers {
  /** An object was written through the API (or by Argo CD): whoever it concerns sets itself to work. */
  readonly written: Written;
  /** An object is to be deleted; what the API server answers with. */
  remove(tx: Transaction, key: string, object: Stored, requestKey: string | null): Stored;
  start(): void;
  stop(): void;
}

export function openControllers(
  cluster: Cluster,
  clock: Clock,
  journal: Journal,
  programs: Programs,
): Controllers {
  const rollouts = openRollouts(clock, journal);
  const deployments = openDeployments(clock, journal);
  const statefulSets = openStatefulSets(clock);
  const jobs = openJobs(clock, journal, programs);
  const applications = openApplications(clock, journal, {
    workloadWritten: (tx, key, before, after) => written(tx, key, before, after, null),
  });

  const handlers: Record<JobName, (tx: Transaction, key: string) => void> = {
    'rollout.reconcile': rollouts.reconcile,
    'rollout.advance': rollouts.advance,
    'rollout.deadline': rollouts.deadline,
    'deployment.reconcile': deployments.reconcile,
    'deployment.available': deployments.available,
    'deployment.deadline': deployments.deadline,
    'deployment.recreate': deployments.recreate,
    'deployment.pods': deployments.pods,
    'statefulset.reconcile': statefulSets.reconcile,
    'statefulset.ready': statefulSets.ready,
    'job.start': jobs.start,
    'job.finish': jobs.finish,
    'pod.gone': (tx, key) => gone(tx, key, clock),
    'application.refresh': applications.refresh,
    'application.operate': applications.operate,
    'application.finish': applications.finish,
    'application.succeed': applications.succeed,
    'application.health': applications.health,
  };

  const written: Written = (tx, key, before, after, requestKey) => {
    switch (after.kind) {
      case 'Rollout':
        rollouts.written(tx, key, before, after, requestKey);
        return applications.followWorkloads(tx, key);
      case 'Deployment':
        deployments.written(tx, key, before, after, requestKey);
        return applications.followWorkloads(tx, key);
      case 'StatefulSet':
        return statefulSets.written(tx, key);
      case 'Job':
        return jobs.written(tx, key, before, after, requestKey);
      case 'Secret': {
        const { namespace, name } = after.metadata;
        const detail = { keys: Object.keys(after.data ?? {}) };
        return journal.record({
          system: 'kubernetes',
          effect: 'secret.set',
          target: `${namespace}/${name}`,
          key: requestKey,
          detail,
        });
      }
      case 'Application':
        return applications.written(tx, key, before, after, requestKey);
    }
  };

  function remove(tx: Transaction, key: string, object: Stored, requestKey: string | null): Stored {
    const { kind, metadata } = object;
    if (kind !== 'Pod' && kind !== 'Job') {
      delete tx.state.applications[key];
      delete tx.state.rollouts[key];
      return tx.remove(key) ?? object;
    }
    journal.record({
      system: 'kubernetes',
      effect: `${kind.toLowerCase()}.delete`,
      target: `${metadata.namespace}/${metadata.name}`,
      key: requestKey,
      detail: { uid: metadata.uid },
    });
    if (kind === 'Pod') return endPod(tx, key, clock) ?? object;
    jobs.removed(tx, object);
    return tx.remove(key) ?? object;
  }

  let timer: NodeJS.Timeout | undefined;
  let running = false;

  function run(due: Job): void {
    cluster.transact((tx) => {
      tx.cancel(due.key, due.run);
      handlers[due.run](tx, due.key);
      if (!due.run.startsWith('application.')) applications.followWorkloads(tx, due.key);
    });
  }

  /** Does what is due and sleeps until the next. */
  function work(): void {
    clearTimeout(timer);
    if (!running) return;
    const next = cluster
      .read()
      .jobs.reduce<Job | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
    if (next === undefined) return;
    timer = setTimeout(() => run(next), Math.max(0, next.at - clock.now()));
  }

  cluster.onWrite(work);
  return {
    written,
    remove,
    start() {
      running = true;
      work();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
  };
}
