/** What a worker in a process of its own runs: the real engine, with one plan and one Prometheus. */
import { readFileSync } from 'node:fs';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Clients } from '../../src/activities/clients.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan, PlanNode } from '../../src/runbook/plan.ts';
import { createHttpClient } from '../../src/worker/http-client.ts';
import { createReleaseWorker } from '../../src/worker/worker.ts';

export interface KillableWorkerOptions {
  readonly address: string;
  /** File of the workflow bundle. */
  readonly bundle: string;
  readonly taskQueue: string;
  readonly prometheus: string;
  readonly root: PlanNode;
}

export async function runWorker(options: KillableWorkerOptions): Promise<void> {
  const { address, bundle, taskQueue, root } = options;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const prometheus = createHttpClient({ url: options.prometheus, access: 'full' });
  const worker = await createReleaseWorker({
    connection: await NativeConnection.connect({ address }),
    namespace: 'default',
    taskQueue,
    workflows: { code: readFileSync(bundle, 'utf8') },
    deps: {
      clientsFor: () => ({ prometheus }) as Clients,
      scrub: (text) => text,
      remind: async () => undefined,
      doctor: async () => [],
      async plan({ runbook, environment, version, input }) {
        const named = { runbook, environment, version, input };
        const plan: Plan = { format: planFormat, ...named, facts: [], warnings: [], root };
        return { plan, digest: digestOf(plan) };
      },
    },
  });
  void worker.run();
}
