/** From a configuration to a running worker. */
import { NativeConnection } from '@temporalio/worker';
import type { NativeConnectionOptions, WorkerOptions } from '@temporalio/worker';
import { createEnvironments } from './environments/client.ts';
import { engineDeps } from './engine-deps.ts';
import type { LoadedConfig } from './load-config.ts';
import { loadRunbooks } from './load-runbooks.ts';
import { loadSteps } from './load-steps.ts';
import { createReleaseWorker } from './worker.ts';
import { temporalClient } from './temporal-client.ts';

export interface RunWorkerOptions {
  readonly loaded: LoadedConfig;
  readonly connection: NativeConnectionOptions;
  readonly namespace: string;
  /** Default: the bundle that the build made, or one with the steps of the configuration's own. */
  readonly workflows?: WorkerOptions['workflowBundle'];
}

export interface RunningWorker {
  /** Resolves when the worker has ended; rejects when it failed. */
  readonly ended: Promise<void>;
  /** Lets activities come to an end, hands the rest over, and disconnects. */
  stop(): Promise<void>;
}

/** Throws `ConfigInvalid`, or a connection error, before anything runs. */
export async function startWorker({
  loaded,
  connection: to,
  namespace,
  workflows,
}: RunWorkerOptions): Promise<RunningWorker> {
  const built = await loadSteps(loaded);
  const runbooks = await loadRunbooks(loaded);
  const connection = await NativeConnection.connect(to);
  const environments = createEnvironments(temporalClient({ connection, namespace }), loaded.config.taskQueue);
  const worker = await createReleaseWorker({
    connection,
    namespace,
    taskQueue: loaded.config.taskQueue,
    workflows: workflows ?? built,
    deps: engineDeps(loaded, runbooks, environments),
    versioning: loaded.config.versioning,
  });
  const ended = worker.run().finally(() => connection.close());
  return {
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
