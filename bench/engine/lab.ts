/** A real Temporal server, and a real worker in this process. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { bundleWorkflows } from '../../src/worker/bundle.ts';
import type { Clients } from '../../src/activities/clients.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { Json } from '../../src/runbook/json.ts';
import type { PlanNode } from '../../src/runbook/plan.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions, workflowTaskTimeout } from '../../src/workflows/start-options.ts';
import { quiet, startBenchWorker } from './worker.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const ownQueue = 'bench';

export interface Lab {
  readonly client: Client;
  readonly address: string;
  /** The workflows' code, in a file. */
  readonly bundle: string;
  /** Starts a release of this plan; on another queue than this process's own, the plan travels in its input. */
  release(root: BuiltNode, taskQueue?: string): Promise<WorkflowHandle>;
  /** Starts a workflow that was written by hand. */
  byHand(
    type: 'byHand' | 'bareGate' | 'bareWatch',
    argument: string | number,
    taskQueue?: string,
  ): Promise<WorkflowHandle>;
  stop(): Promise<void>;
}

export async function openLab(clients: Partial<Clients> = {}): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const [{ address, stop }, { code }] = await Promise.all([
    startTemporal({ headless: true, logFile: join(dir, 'temporal.log') }),
    bundleWorkflows({
      workflowsPath: here('workflows.ts'),
      logger: quiet,
    }),
  ]);
  const bundle = join(dir, 'workflows.js');
  writeFileSync(bundle, code);
  const plans = new Map<string, PlanNode>();
  const workflows = { codePath: bundle };
  const worker = await startBenchWorker({ address, taskQueue: ownQueue, workflows, clients, plans });
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection });
  return {
    client,
    address,
    bundle,
    release({ node }, taskQueue = ownQueue) {
      const runbook = `b${randomUUID().slice(0, 8)}`;
      const isOwn = taskQueue === ownQueue;
      if (isOwn) plans.set(runbook, node);
      const input = isOwn ? {} : { root: node as unknown as Json };
      const start: StartRelease = {
        runbook,
        environment: 'stage',
        version: '1',
        input,
        startedBy: 'sam',
        confirm: 'none',
      };
      const workflowId = releaseId(runbook, 'stage', '1');
      const options = { taskQueue, workflowId, ...releaseStartOptions(start) };
      return client.workflow.start(releaseWorkflow, { ...options, args: [start] });
    },
    byHand: (type, argument, taskQueue = ownQueue) =>
      client.workflow.start(type, {
        taskQueue,
        workflowId: `${type}-${randomUUID()}`,
        args: [argument],
        workflowTaskTimeout,
      }),
    async stop() {
      await worker.stop();
      await connection.close();
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
