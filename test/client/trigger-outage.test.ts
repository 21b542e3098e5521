/** A time that comes while Temporal itself is away is made up for when it is back, once. On a server of its own, which is stopped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../src/loopback/ports.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithGit } from '../support/real-parts.ts';
import { startTriggerWorld } from '../support/trigger-world.ts';
import type { TriggerWorld } from '../support/trigger-world.ts';

describeWithGit('a trigger', () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-outage-'));
  let server: Awaited<ReturnType<typeof startTemporal>>;
  let world: TriggerWorld;
  let begin: () => ReturnType<typeof startTemporal>;
  beforeAll(async () => {
    const port = await freePort();
    begin = () =>
      startTemporal({
        port,
        headless: true,
        dbFile: join(dir, 'temporal.db'),
        logFile: join(dir, 'temporal.log'),
      });
    server = await begin();
    world = await startTriggerWorld('git', { address: server.address });
    const at = { cron: ['0 12 * * *'], timeZone: 'UTC' };
    expect((await world.configure({ nightly: { source: { type: 'time' }, at } })).code).toBe(0);
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('of a time that came while Temporal was away releases when it is back, once', async () => {
    const kept = () => world.client.schedule.getHandle(`trigger/nightly-${world.mark}`);
    const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 10_000);
    const [second, minute, hour] = [due.getUTCSeconds(), due.getUTCMinutes(), due.getUTCHours()];
    const date = `${due.getUTCDate()} ${due.getUTCMonth() + 1} * ${due.getUTCFullYear()}`;
    await kept().update((schedule) => ({
      ...schedule,
      spec: { cronExpressions: [`${second} ${minute} ${hour} ${date}`], timezone: 'UTC' },
    }));
    // What was not heard before the end is not due.
    await eventually(
      async () => (await kept().describe()).info.nextActionTimes,
      ([next]) => next?.getTime() === due.getTime(),
    );
    await server.stop();
    await wait(Math.max(0, due.getTime() - Date.now()) + 1500);
    server = await begin();
    const taken = async () => (await kept().describe()).info.numActionsTaken;
    await eventually(taken, (count) => count > 0);
    const version = `${due.toISOString().slice(0, 16).replace(':', '-')}Z`;
    expect((await world.view('nightly')).last).toMatchObject({ version, how: 'started' });
    const released = await eventually(
      () => world.released('nightly'),
      (versions) => versions.length > 0,
    );
    expect(released).toEqual([version]);
    expect(await taken()).toBe(1);
  }, 120_000);
});
