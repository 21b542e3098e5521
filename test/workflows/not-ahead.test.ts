/** A query must not have a workflow run ahead of its tasks: a history that was written so can never be replayed. On a real server. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import type { AdmitCall } from '../../src/environment/calls.ts';
import { environmentId, environmentQuery, environmentWorkflow } from '../../src/environment/messages.ts';
import type { RequestLease } from '../../src/environment/messages.ts';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { workflowTaskTimeout } from '../../src/workflows/start-options.ts';
import { eventually } from '../support/eventually.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const rounds = 2;

test(`stays true to its tasks, however it is asked while no worker is there`, async () => {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'] ?? '';
  const code = readFileSync(process.env['SLIPWAY_TEST_BUNDLE'] ?? '', 'utf8');
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = temporalClient({ connection });
  const taskQueue = `ahead-${randomUUID()}`;
  const worker = (more: Partial<WorkerOptions>) => Worker.create({ connection: native, taskQueue, ...more });
  /** Looks that have begun, by environment: each ends when it is told to. */
  const looks = new Map<string, (() => void)[]>();
  const endLooks = (): void => {
    for (const end of [...looks.values()].flat()) end();
    looks.clear();
  };
  /** Questions that may never be answered: they end with the test. */
  const asked: Promise<unknown>[] = [];
  const over = new AbortController();
  const acts = await worker({
    activities: {
      admit: ({ environment, asking }: AdmitCall) =>
        new Promise((resolve) => {
          const end = (): void => resolve(asking.map(() => null));
          looks.set(environment, [...(looks.get(environment) ?? []), end]);
        }),
      watchHolder: () => Context.current().cancelled,
    },
    shutdownGraceTime: 0,
    shutdownForceTime: '1s',
  });
  const acting = acts.run();

  async function withWorkflows<T>(body: () => Promise<T>): Promise<T> {
    const runs = await worker({ workflowBundle: { code }, stickyQueueScheduleToStartTimeout: '1s' });
    return runs.runUntil(body);
  }

  async function round(): Promise<void> {
    const name = `ahead-${randomUUID().slice(0, 8)}`;
    const handle = await client.workflow.start(environmentWorkflow, {
      taskQueue,
      workflowId: environmentId(name),
      args: [{ name }],
      workflowTaskTimeout,
    });
    const ask = (version: string): Promise<unknown> =>
      handle.executeUpdate('request', { args: [requestOf(name, version)] }).catch(() => undefined);
    await withWorkflows(async () => {
      void ask('1');
      await eventually(
        () => Promise.resolve(looks.has(name)),
        (begun) => begun,
      );
    });
    // Nobody is there to answer. Meanwhile what it waited for comes, and somebody says something.
    for (let count = 0; count < 3; count += 1)
      asked.push(
        client.withAbortSignal(over.signal, () => handle.query(environmentQuery)).catch(() => undefined),
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
    endLooks();
    void ask('2');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await withWorkflows(async () => {
      await eventually(
        () =>
          client
            .withDeadline(Date.now() + 2000, () => handle.query<{ queue: unknown[] }>(environmentQuery))
            .catch(() => undefined),
        (view) => view?.queue.length === 1,
      );
    });
    const history = await handle.fetchHistory();
    await handle.terminate();
    endLooks();
    await Worker.runReplayHistory({ workflowBundle: { code } }, history);
  }

  try {
    for (let nth = 0; nth < rounds; nth += 1) await expect(round()).resolves.toBeUndefined();
  } finally {
    endLooks();
    over.abort();
    await Promise.all(asked);
    acts.shutdown();
    await acting;
    await Promise.all([connection.close(), native.close()]);
  }
}, 120_000);

const requestOf = (environment: string, version: string): RequestLease => ({
  release: {
    id: `release/visit/${environment}/${version}`,
    runbook: 'visit',
    environment,
    version,
    startedBy: 'maria',
  },
  runId: randomUUID(),
  queue: 'all',
  inFlight: false,
  services: [],
});
