/** A Temporal worker for releases: workflows from a bundle made beforehand, activities from the registry. */
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import type { DoctorFinding, PlanCall, PlanReply, RemindCall } from '../activities/calls.ts';
import { checks, comparisons, issues, pasts, steps } from '../activities/registry.ts';
import { stepActivities } from '../activities/run-step.ts';
import type { StepDeps } from '../activities/run-step.ts';
import { watchActivity } from '../activities/watch/watch.ts';
import type { LookCall, LookReply } from '../workflows/trigger-messages.ts';
import type { Config } from './config.ts';
import { environmentActivities } from './environments/activities.ts';
import type { CalendarOf } from './environments/activities.ts';
import { createEnvironments } from './environments/client.ts';
import type { EnvironmentViews } from './environments/views.ts';
import { isRunning } from './triggers/is-running.ts';
import { createCalibration } from './calibration/pool.ts';
import { temporalClient } from './temporal-client.ts';

/** What the worker gives the engine besides the steps. */
export interface EngineDeps extends StepDeps {
  plan(call: PlanCall): Promise<PlanReply>;
  remind(call: RemindCall): Promise<void>;
  doctor(): Promise<readonly DoctorFinding[]>;
  /** What triggers look at; absent: this worker looks at nothing. */
  look?(call: LookCall, isRunning: (release: string) => Promise<boolean>): Promise<LookReply>;
  /** What people ask about environments; absent: this worker answers none of it. */
  readonly views?: EnvironmentViews;
  /** The freeze calendars of the configuration; absent: none. */
  readonly closedByCalendar?: CalendarOf;
}

export interface ReleaseWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Path of the bundle that `npm run build` makes; or its code. */
  readonly workflows: WorkerOptions['workflowBundle'];
  readonly deps: EngineDeps;
  /** See the configuration’s `versioning`. */
  readonly versioning?: Config['versioning'];
  /** What watches or holds its activities: rehearsals, measurements. */
  readonly interceptors?: WorkerOptions['interceptors'];
}

export const createReleaseWorker = ({
  connection,
  namespace,
  taskQueue,
  workflows,
  deps,
  versioning,
  interceptors,
}: ReleaseWorkerOptions): Promise<Worker> => {
  const client = temporalClient({ connection, namespace });
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: workflows,
    ...(interceptors === undefined ? {} : { interceptors }),
    ...(versioning === undefined ? {} : { workerDeploymentOptions: deploymentOptions(versioning) }),
    activities: {
      ...stepActivities(steps.values(), deps),
      plan: deps.plan,
      watch: watchActivity(
        { checks, comparisons, pasts, issues },
        { ...deps, calibrate: createCalibration() },
      ),
      remind: deps.remind,
      doctor: deps.doctor,
      ...deps.views,
      look: lookActivity(client, deps),
      ...environmentActivities(client, createEnvironments(client, taskQueue), deps.closedByCalendar),
    },
    // A worker that died is passed over after a second, not after the default ten.
    stickyQueueScheduleToStartTimeout: '1s',
    // Replaying an evicted release costs 10 to 20 ms, keeping it some 210 KB.
    maxCachedWorkflows: 500,
    // A soak or a guard takes a place for as long as it lasts: two thousand of them leave room for steps.
    maxConcurrentActivityTaskExecutions: 2500,
    maxConcurrentLocalActivityExecutions: 100,
    // An order to stop reaches a waiting step with its next heartbeat.
    maxHeartbeatThrottleInterval: '500ms',
    shutdownGraceTime: '5s',
  } as WorkerOptions);
};

const lookActivity = (client: Client, { look }: EngineDeps) =>
  look && ((call: LookCall) => look(call, (release) => isRunning(client, release)));

const deploymentOptions = ({
  deployment,
  build,
  releases,
}: NonNullable<Config['versioning']>): WorkerOptions['workerDeploymentOptions'] => ({
  version: { deploymentName: deployment, buildId: build },
  useWorkerVersioning: true,
  defaultVersioningBehavior: releases === 'move' ? 'AUTO_UPGRADE' : 'PINNED',
});
