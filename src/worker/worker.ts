/** A Temporal worker for releases: workflows from a bundle made beforehand, activities from the registry. */
import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import type { DoctorFinding, PlanCall, PlanReply, RemindCall } from '../activities/calls.ts';
import { checks, comparisons, steps } from '../activities/registry.ts';
import { stepActivities } from '../activities/run-step.ts';
import type { StepDeps } from '../activities/run-step.ts';
import { watchActivity } from '../activities/watch/watch.ts';

/** What the worker gives the engine besides the steps. */
export interface EngineDeps extends StepDeps {
  plan(call: PlanCall): Promise<PlanReply>;
  remind(call: RemindCall): Promise<void>;
  doctor(): Promise<readonly DoctorFinding[]>;
}

export interface ReleaseWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Path of the bundle that `npm run build` makes; or its code. */
  readonly workflows: WorkerOptions['workflowBundle'];
  readonly deps: EngineDeps;
}

export const createReleaseWorker = ({
  connection,
  namespace,
  taskQueue,
  workflows,
  deps,
}: ReleaseWorkerOptions): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: workflows,
    activities: {
      ...stepActivities(steps.values(), deps),
      plan: deps.plan,
      watch: watchActivity({ checks, comparisons }, deps),
      remind: deps.remind,
      doctor: deps.doctor,
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
