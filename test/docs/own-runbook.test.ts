/** The runbook of docs/write-your-own.md loads, makes a valid plan, and runs from its own folder with its own step. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { loadConfig } from '../../src/worker/load-config.ts';
import { loadRunbooks } from '../../src/worker/load-runbooks.ts';
import { planSchema } from '../../src/runbook/plan.ts';
import { slipway } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

const examples = join(__dirname, '../../docs/examples');
const program = join(__dirname, '../../dist/client/main.js');

const env = {
  TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'],
  SLIPWAY_TASK_QUEUE: `docs-${process.pid}`,
};
const place = { cwd: examples, env: { ...env, SLIPWAY_USER: 'alex' } };
const feature = ['feature', '--environment', 'stage', '--soak-for', '1s'];

const running: ChildProcess[] = [];
let flags: string;

/** The service, and a worker as it is deployed: the built program, in the folder of the configuration. */
beforeAll(async () => {
  if (!existsSync(program)) throw new Error(`${program} is not there: run npm run build.`);
  flags = await start(['flag-service.mjs'], { PORT: '0' }, /^http/);
  await start([program, 'worker', '--json'], { ...env, FLAGS_URL: flags }, /"taskQueue"/);
}, 60_000);

afterAll(() =>
  Promise.all(
    running
      .filter(({ exitCode }) => exitCode === null)
      .map((child) => {
        child.stdout?.destroy();
        child.kill('SIGKILL');
        return once(child, 'exit');
      }),
  ),
);

/** Gives the line by which it says that it is ready. */
async function start(args: readonly string[], given: NodeJS.ProcessEnv, ready: RegExp): Promise<string> {
  const child = spawn(process.execPath, [...args], {
    cwd: examples,
    env: { ...process.env, ...given },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  for await (const line of createInterface(child.stdout)) if (ready.test(line)) return line.trim();
  throw new Error(`${args.join(' ')} ended before it was ready.`);
}

const flag = async (name: string): Promise<unknown> => (await fetch(`${flags}/flags/${name}`)).json();

const shownSchema = z.object({ waiting: z.array(z.object({ node: z.string() })) });

/** An answer to a gate that is not open yet would be refused. */
const waitsForKim = (id: string): Promise<unknown> =>
  eventually(
    async () => {
      const { stdout } = await slipway(place, 'show', id, '--json');
      return shownSchema.safeParse(JSON.parse(stdout || '{}')).data?.waiting.map(({ node }) => node) ?? [];
    },
    (nodes) => nodes.includes('keep'),
  );

describe('the example’s folder', () => {
  test('has a runbook that loads', async () => {
    const runbooks = await loadRunbooks(await loadConfig({ cwd: examples }));
    expect([...runbooks.keys()]).toEqual(['feature']);
  });

  test('gives a valid plan, with what planning found', async () => {
    const { code, stdout } = await slipway(place, 'plan', ...feature, '--version', '1.0', '--json');
    expect(code).toBe(0);
    const { plan } = z.object({ plan: planSchema }).parse(JSON.parse(stdout));
    expect(plan.facts).toMatchObject([{ id: 'health', value: 200 }]);
    expect(plan.root).toMatchObject({
      nodes: [
        { kind: 'flags.set', id: 'switch-on', required: true },
        { kind: 'http.check', id: 'check' },
        { type: 'soak', for: '1s' },
        { type: 'gate', ask: { approvers: { people: ['kim'] } } },
      ],
    });
  });

  test('has a release that goes through when a person says so', async () => {
    await slipway(place, 'start', ...feature, '--version', '1.1', '--yes');
    await waitsForKim('feature/stage/1.1');
    await slipway(place, 'approve', 'feature/stage/1.1', '--as', 'kim', '--answer', 'seen=a purchase');
    expect((await slipway(place, 'watch', 'feature/stage/1.1')).code).toBe(0);
    expect(await flag('new-checkout')).toMatchObject({ on: true });
  });

  test('has a release that is undone when a person says no', async () => {
    await slipway(place, 'start', ...feature, '--version', '1.2', '--flag', 'old-basket', '--yes');
    await waitsForKim('feature/stage/1.2');
    expect(await flag('old-basket')).toMatchObject({ on: true });
    await slipway(place, 'reject', 'feature/stage/1.2', '--as', 'kim');
    expect((await slipway(place, 'watch', 'feature/stage/1.2')).code).toBe(10);
    expect(await flag('old-basket')).toMatchObject({ on: false });
  });
});
