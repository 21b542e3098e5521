/** What holds everywhere is told to those who wait because of it: on a server of its own, for it stops all of it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { environmentId, everywhere } from '../../src/environment/messages.ts';
import { gate } from '../../src/runbook/ask-builder.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';

let server: Awaited<ReturnType<typeof startTemporal>>;
let engine: Engine;
let environments: EnvironmentStore;
const dir = mkdtempSync(join(tmpdir(), 'slipway-everywhere-'));
beforeAll(async () => {
  server = await startTemporal({ logFile: join(dir, 'temporal.log') });
  engine = await startEngine({}, { address: server.address });
  environments = createEnvironments(engine.client, engine.taskQueue);
}, 120_000);
afterAll(async () => {
  await engine.stop();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const waiting = async (): Promise<RunningRelease> => {
  const environment = `e${randomUUID().slice(0, 8)}`;
  const release = await engine.start(
    gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } }),
    { environment },
    () => ({ lease: { environments: [environment], queue: 'all', services: [] } }),
  );
  await release.until(({ phase }) => phase === 'queued');
  return release;
};
const order = (update: 'freeze' | 'unfreeze' | 'hold' | 'unhold', payload: object) =>
  environments.update(everywhere, update, { by: 'kim', ...payload });
const handle = (name: string) => engine.client.workflow.getHandle(environmentId(name));

// Without being told they would look again after ten minutes, or one: longer than this waits.
test('a freeze of everywhere that is lifted lets in who waits in any environment', async () => {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await order('freeze', { reason: 'the move', until });
  const [first, second] = await Promise.all([waiting(), waiting()]);
  expect((await first.view()).leases?.[0]?.says).toContain('everywhere is frozen by kim: the move');
  const freeze = (await environments.rulesOfAll())?.freezes[0]?.id;
  await order('unfreeze', { freeze, reason: 'we have moved' });
  await Promise.all([first, second].map((one) => one.untilNode('go-on', 'waiting')));
  const { environment } = await first.view();
  await Promise.all([first, second].map((one) => one.handle.terminate()));
  await eventually(
    () => environments.read(environment),
    (view) => view?.holder === undefined,
  );
  await recordHistory(handle(everywhere), 'everywhere');
  await recordHistory(handle(environment), 'environment');
});

test('and so does a version that is held no more', async () => {
  const bad = { version: '1.0', reason: 'loses rows' };
  await order('hold', bad);
  const release = await waiting();
  await order('unhold', bad);
  await release.untilNode('go-on', 'waiting');
  await release.handle.terminate();
});
