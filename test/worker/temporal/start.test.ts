import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { temporalClient } from '../../../src/worker/temporal-client.ts';
import { startTemporal } from '../../../src/worker/temporal/start.ts';
import type { RunningTemporal } from '../../../src/worker/temporal/start.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-temporal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withClient<R>(server: RunningTemporal, use: (client: Client) => Promise<R>): Promise<R> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await use(temporalClient({ connection }));
  } finally {
    await connection.close();
  }
}

/** Milliseconds from its start to its first task, by the server's clock. */
async function untilDue(handle: WorkflowHandle): Promise<number> {
  for (;;) {
    const { events } = await handle.fetchHistory();
    const [started, due] = (events ?? []).map(({ eventTime }) => tsToMs(eventTime));
    if (started !== undefined && due !== undefined) return due - started;
    await wait(50);
  }
}

describe('the embedded Temporal server', () => {
  test('keeps its state in its file, and knows the search attributes from the first moment', async () => {
    const dbFile = join(folder, 'temporal.db');
    const first = await startTemporal({ dbFile, headless: true, logFile: join(folder, 'one.log') });
    try {
      await withClient(first, (client) =>
        client.workflow.start('release', { workflowId: 'release/a/b/1', taskQueue: 'none', args: [] }),
      );
    } finally {
      await first.stop();
    }

    const second = await startTemporal({
      dbFile,
      port: first.port,
      headless: true,
      logFile: join(folder, 'two.log'),
    });
    try {
      const seen = await withClient(second, async (client) => {
        const described = await client.workflow.getHandle('release/a/b/1').describe();
        const { customAttributes } = await client.connection.operatorService.listSearchAttributes({
          namespace: 'default',
        });
        return { status: described.status.name, attributes: Object.keys(customAttributes) };
      });
      expect(seen.status).toBe('RUNNING');
      expect(seen.attributes).toEqual(
        expect.arrayContaining(['Runbook', 'Environment', 'Version', 'Phase', 'Outcome']),
      );
    } finally {
      await second.stop();
    }
  });

  test('fires timers when they are due, and not a second later', async () => {
    const server = await startTemporal({ headless: true, logFile: join(folder, 'timers.log') });
    try {
      const waits = await withClient(server, async (client) => {
        const waited: number[] = [];
        for (const workflowId of ['a', 'b', 'c', 'd', 'e']) {
          const options = { workflowId, taskQueue: 'none', startDelay: '100ms', args: [] } as const;
          waited.push(await untilDue(await client.workflow.start('release', options)));
        }
        return waited;
      });
      // By Temporal's default all but the first would take a second; a busy machine may be late with some.
      expect(Math.min(...waits.slice(1))).toBeLessThan(900);
    } finally {
      await server.stop();
    }
  });

  test('says which port is taken instead of starting on it', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    try {
      await expect(startTemporal({ port, headless: true })).rejects.toThrow(
        `Port ${port}, wanted for Temporal’s gRPC, is in use`,
      );
    } finally {
      await new Promise((closed) => other.close(closed));
    }
  });

  test('repeats what the server said when it can not start', async () => {
    const logFile = join(folder, 'bad.log');
    await expect(
      startTemporal({ dbFile: join(folder, 'no', 'such', 'folder.db'), headless: true, logFile }),
    ).rejects.toThrow(/ended while it was starting .*It said: .*no such file/s);
  });
});
