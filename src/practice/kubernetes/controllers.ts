/** Runs the controllers: each job at its time, one durable write a job, and again after a restart. */
import type { Journal } from '../journal.ts';
import { openApplications } from './applications.ts';
import type { Clock } from './clock.ts';
import type { Cluster, Transaction } from './cluster.ts';
import { openDeployments } from './deployments.ts';
import { openRollouts } from './rollouts.ts';
import type { Job, JobName, Stored } from './state.ts';

export interface Controllers {
  /** An object was written through the API (or by Argo CD): whoever it concerns sets itself to work. */
  written(
    tx: Transaction,
    key: string,
    before: Stored | undefined,
    after: Stored,
    requestKey: string | null,
  ): void;
  start(): void;
  stop(): void;
}

export function openControllers(cluster: Cluster, clock: Clock, journal: Journal): Controllers {
  const rollouts = openRollouts(clock, journal);
  const deployments = openDeployments(clock);
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
    'application.refresh': applications.refresh,
    'application.operate': applications.operate,
    'application.finish': applications.finish,
    'application.succeed': applications.succeed,
    'application.health': applications.health,
  };

  function written(
    tx: Transaction,
    key: string,
    before: Stored | undefined,
    after: Stored,
    requestKey: string | null,
  ): void {
    switch (after.kind) {
      case 'Rollout':
        rollouts.written(tx, key, before, after, requestKey);
        return applications.followWorkloads(tx, key);
      case 'Deployment':
        deployments.written(tx, key);
        return applications.followWorkloads(tx, key);
      case 'Application':
        return applications.written(tx, key, before, after, requestKey);
    }
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
