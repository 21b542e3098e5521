/** What is said to a release whose worker gets nothing done, on a real server. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { untilPlanned } from '../../src/client/confirm-release.ts';
import type { Connected } from '../../src/client/connect.ts';
import { readWhole } from '../../src/client/read-release.ts';
import { sendUpdate } from '../../src/client/send-update.ts';
import { callTemporal } from '../../src/client/temporal-errors.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { failTasks } from '../support/fail-tasks.ts';

let connected: Connected;
let engine: Engine | undefined;
let runbook: string;

beforeEach(async () => {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'] ?? '';
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection });
  runbook = `t${randomUUID().slice(0, 8)}`;
  const taskQueue = `test-${randomUUID()}`;
  connected = { client, connection, address, namespace: 'default', taskQueue, cwd: '.' };
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  await connected.connection.close();
});

const order = { by: 'sam', reason: 'It may not be.' };

describe('a release whose tasks fail', () => {
  test('hears what it is told, and tells how it stands, as soon as a worker gets through', async () => {
    const id = await failTasks(connected, runbook);
    const refused = await connected.client.workflow
      .getHandle(id)
      .executeUpdate('abort', { args: [order] })
      .catch((error: unknown) => error);
    expect(String((refused as Error).cause)).toContain('Workflow Task in failed state');

    const told = sendUpdate(connected, id, 'abort', order);
    const seen = readWhole(connected, id);
    engine = await startEngine({}, { taskQueue: connected.taskQueue });
    engine.define(runbook, sequence('All', []));
    expect((await seen).id).toBe(id);
    expect(await told).toBe('Aborting: nothing is put back.');
  });

  test('is waited for while it is planned, for as long as a worker is there', async () => {
    const id = await failTasks(connected, runbook);
    const planned = untilPlanned(connected, id);
    await expect(readWhole(connected, id)).rejects.toMatchObject({ kind: 'noWorker' });
    engine = await startEngine({}, { taskQueue: connected.taskQueue });
    engine.define(runbook, sequence('All', []));
    expect(await planned).toMatchObject({ id, phase: 'confirming' });
  });

  test('is given up where none does, and it is said that nothing was heard', async () => {
    const id = await failTasks(connected, runbook);
    const handle = connected.client.workflow.getHandle(id);
    const given = callTemporal(connected, 1000, () => handle.executeUpdate('abort', { args: [order] }));
    await expect(given).rejects.toMatchObject({
      kind: 'noWorker',
      message: expect.stringContaining('it has heard nothing'),
    });
    await handle.terminate();
  });
});
