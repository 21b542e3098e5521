/** The measured worker: as in production, with the steps of the measurements and plans that are given to it. */
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import type { PlanCall, PlanReply } from '../../src/activities/calls.ts';
import type { Clients } from '../../src/activities/clients.ts';
import { register } from '../../src/activities/registry.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import { planFormat, planSchema } from '../../src/runbook/plan.ts';
import type { PlanNode } from '../../src/runbook/plan.ts';
import { createReleaseWorker } from '../../src/worker/worker.ts';
import * as checks from './checks.ts';
import * as steps from './steps.ts';

export const quiet = new DefaultLogger('ERROR');

export interface BenchWorkerOptions {
  readonly address: string;
  readonly taskQueue: string;
  readonly workflows: WorkerOptions['workflowBundle'];
  readonly clients: Partial<Clients>;
  /** By runbook; what is missing stands in the release's own input, as `root`. */
  readonly plans: ReadonlyMap<string, PlanNode>;
}

/** Runs until it is told to stop. */
export async function startBenchWorker({ address, clients, plans, ...options }: BenchWorkerOptions) {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({ logger: quiet, telemetryOptions: { logging: { filter, forward: {} } } });
  register(steps);
  register(checks);
  const connection = await NativeConnection.connect({ address });
  const worker = await createReleaseWorker({
    ...options,
    connection,
    namespace: 'default',
    deps: {
      clientsFor: () => clients as Clients,
      scrub: (text) => text,
      remind: () => Promise.resolve(),
      doctor: () => Promise.resolve([]),
      plan: (call) => Promise.resolve(planned(call, plans)),
    },
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

function planned(
  { runbook, environment, version, input }: PlanCall,
  plans: BenchWorkerOptions['plans'],
): PlanReply {
  const root = plans.get(runbook) ??
    input['root'] ?? { type: 'sequence', id: 'all', title: 'All', nodes: [] };
  const whole = {
    format: planFormat,
    runbook,
    environment,
    version,
    input: {},
    facts: [],
    warnings: [],
    root,
  };
  const plan = planSchema.parse(whole);
  return { plan, digest: digestOf(plan) };
}
