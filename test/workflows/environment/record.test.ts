/** `environment.record` in a release, against the real entity: it stays with the release, and goes with its rollback. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { temporalClient } from '../../../src/worker/temporal-client.ts';
import { record } from '../../../src/activities/environment/index.ts';
import { gate, sequence } from '../../../src/runbook/builders.ts';
import { environmentId } from '../../../src/environment/messages.ts';
import { createEnvironments } from '../../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../../src/worker/environments/client.ts';
import { startEngine } from '../../support/engine.ts';
import type { Engine } from '../../support/engine.ts';

const environment = `shop-${randomUUID().slice(0, 8)}`;
let connection: Connection;
let store: EnvironmentStore;
let engine: Engine;

beforeAll(async () => {
  connection = await Connection.connect({ address: process.env['SLIPWAY_TEST_TEMPORAL'] ?? '' });
  const taskQueue = `test-${randomUUID()}`;
  store = createEnvironments(temporalClient({ connection }), taskQueue);
  engine = await startEngine({ environments: store }, { taskQueue });
});
afterAll(async () => {
  await engine.stop();
  await connection.close();
});

const recorded = (version: string) => record({ service: 'admin', version, environment }, { id: 'record' });
const current = async () => (await store.read(environment))?.current;

test('what a release records stays; what a rolled-back one recorded gives way to what ran before', async () => {
  const first = await engine.start(sequence('First', [recorded('1')]));
  expect((await first.result()).outcome).toBe('succeeded');
  expect(await current()).toMatchObject([
    { service: 'admin', version: '1', by: 'sam', release: first.handle.workflowId },
  ]);

  const ask = gate('Good?', { id: 'good', instructions: 'Look.', approvers: { roles: [], people: ['kim'] } });
  const second = await engine.start(sequence('Second', [recorded('2'), ask]));
  await second.untilNode('good', 'waiting');
  expect(await current()).toMatchObject([{ version: '2', replacedVersion: '1' }]);
  await second.send('decide', { by: 'kim', node: 'good', decision: 'reject' });
  expect((await second.result()).outcome).toBe('rolled-back');
  expect(await current()).toMatchObject([{ version: '1' }]);
  const ledger = await store.ledger(environment);
  expect(ledger.map(({ version }) => version)).toEqual(['1', '2', '1']);
  expect(ledger[0]?.undoes).toBe(ledger[1]?.key);
});

test('an environment whose worker died goes on as soon as a release does', async () => {
  const { client } = engine;
  const { raw } = await client.workflow.getHandle(environmentId(environment)).describe();
  expect(Number(raw.executionConfig?.defaultWorkflowTaskTimeout?.seconds)).toBe(3);
});
