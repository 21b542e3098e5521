/** Fifty releases want one environment at once: one at a time has it, in order, though worker and server die meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { environmentId, environmentQuery } from '../../src/environment/messages.ts';
import type { EnvironmentView } from '../../src/environment/view.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import type { ReleaseResult } from '../../src/workflows/view.ts';
import { built, cleanEnv } from '../support/built.ts';
import { startDev } from '../support/dev-process.ts';
import type { DevProcess } from '../support/dev-process.ts';
import { journalOf } from '../support/dev-release.ts';
import { eventually } from '../support/eventually.ts';

/** Says that it comes in, then that it goes out: what another said in between would show in the journal. */
const runbook = `
import { defineRunbook, sequence, z } from 'slipway';
import { slack } from 'slipway/steps';

const say = (id, text, thread) => slack.notify({ channel: '#balrog', text, thread }, { id, title: text });

export default defineRunbook({
  name: 'visit',
  input: z.strictObject({ environment: z.string(), version: z.string() }),
  plan: ({ version }) => sequence('Visit', [say('in', version + ' is in', false), say('out', version + ' is out', true)]),
});
`;
const config = `
import { defineConfig } from 'slipway';

process.env.VISIT_TOKEN = '${practiceToken}';

export default defineConfig({
  runbooks: ['visit.ts'],
  environments: { stage: {} },
  systems: { slack: { type: 'slack', url: (process.env.SLIPWAY_PRACTICE_URL ?? 'http://127.0.0.1:7300') + '/slack/api/', token: { env: 'VISIT_TOKEN' } } },
  people: { maria: { roles: [] } },
});
`;
const saidSchema = z.object({ text: z.string() });
const versions = Array.from({ length: 50 }, (_, index) => `1.${index}`);

describe('fifty releases that want one environment', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-queue-'));
  let dev: DevProcess;
  let connection: Connection;
  let client: Client;
  let before: number;
  let arrived: readonly string[];

  const environment = (): Promise<EnvironmentView | undefined> =>
    client.workflow
      .getHandle(environmentId('stage'))
      .query<EnvironmentView>(environmentQuery)
      .catch(() => undefined);
  const said = async (): Promise<string[]> =>
    (await journalOf(dev)).entries.slice(before).map(({ detail }) => saidSchema.parse(detail).text);
  const until = (count: number): Promise<string[]> =>
    eventually(
      () => said().catch(() => []),
      (all) => all.length >= count,
      240_000,
    );

  beforeAll(async () => {
    writeFileSync(join(cwd, 'visit.ts'), runbook);
    writeFileSync(join(cwd, 'slipway.config.ts'), config);
    dev = await startDev(cwd);
    before = (await journalOf(dev)).entries.length;
    connection = await Connection.connect({ address: dev.address, interceptors: [] });
    client = temporalClient({ connection });
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    await dev.stop();
    rmSync(cwd, { recursive: true, force: true });
  });

  const order = (...words: string[]) =>
    promisify(execFile)(process.execPath, [built('client/main.js'), ...words, '--as', 'maria'], {
      cwd,
      env: cleanEnv(),
    });

  test('are started at once, and stand in a queue', async () => {
    await order('freeze', 'stage', '--reason', 'all of them shall come');
    await Promise.all(
      versions.map((version) => {
        const start: StartRelease = {
          runbook: 'visit',
          environment: 'stage',
          version,
          input: { environment: 'stage', version },
          startedBy: 'maria',
          confirm: 'none',
        };
        return client.workflow.start(releaseWorkflow, {
          taskQueue: 'slipway',
          workflowId: releaseId('visit', 'stage', version),
          args: [start],
          ...releaseStartOptions(start),
        });
      }),
    );
    const view = await eventually(environment, (one) => one?.queue.length === versions.length, 120_000);
    arrived = view?.queue.map(({ release }) => release.version) ?? [];
  }, 150_000);

  test(
    'go on when the worker and Temporal die while they wait',
    () =>
      dev.explain(async () => {
        dev.kill('The worker', 'Temporal');
        // Said again while nobody is there to take it.
        await eventually(
          async () => {
            await order('unfreeze', 'stage', '--reason', 'they have come').catch(() => undefined);
            return environment();
          },
          (one) => one?.freezes.length === 0,
          120_000,
        );
        await until(10);
        dev.kill('The worker', 'Temporal');
        await until(40);
        dev.kill('The worker');
        await until(2 * versions.length);
        const ends = await Promise.all(
          versions.map(
            (version) =>
              client.workflow
                .getHandle(releaseId('visit', 'stage', version))
                .result() as Promise<ReleaseResult>,
          ),
        );
        expect(ends.map(({ outcome }) => outcome)).toEqual(versions.map(() => 'succeeded'));
      }),
    300_000,
  );

  test('were in one at a time, each of them once', async () => {
    const all = await said();
    expect((await journalOf(dev)).duplicates).toEqual([]);
    const pairs = all.flatMap((text, index) => (index % 2 === 0 ? [[text, all[index + 1]]] : []));
    expect([...pairs].sort()).toEqual(
      versions.map((version) => [`${version} is in`, `${version} is out`]).sort(),
    );
  });

  test('came in as they had arrived', async () => {
    const came = (await said()).flatMap((text) => /^(\S+) is in$/.exec(text)?.[1] ?? []);
    expect(came).toEqual(arrived);
  });

  test('leave it free', async () => {
    const view = await eventually(
      environment,
      (one) => one !== undefined && one.holder === undefined,
      60_000,
    );
    expect(view?.queue).toEqual([]);
  });
});
