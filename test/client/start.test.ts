/** Starting and finding releases by the command line, against the real engine on a real server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { slipway } from '../support/cli.ts';
import type { Said } from '../support/cli.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

const cwd = mkdtempSync(join(tmpdir(), 'slipway-release-'));
let engine: Engine;

const config = `
export default {
  runbooks: ['runbook.ts'],
  environments: { stage: {} },
};`;
const runbook = `
import { defineRunbook, sequence, z } from 'slipway';
export default defineRunbook({
  name: 'cli-demo',
  input: z.strictObject({ environment: z.string(), version: z.string(), count: z.number().default(1) }),
  plan: () => sequence('The engine under test has its own', []),
});`;

beforeAll(async () => {
  writeFileSync(join(cwd, 'slipway.config.ts'), config);
  writeFileSync(join(cwd, 'runbook.ts'), runbook);
  engine = await startEngine();
  engine.define('cli-demo', sequence('All', [set({ name: 'demo', value: '1' }, { id: 'set-demo' })]));
});
afterEach(() => engine.world.clear());
afterAll(async () => {
  await engine.stop();
  rmSync(cwd, { recursive: true, force: true });
});

const cli = (...argv: readonly string[]): Promise<Said> => {
  const env = {
    TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'],
    SLIPWAY_TASK_QUEUE: engine.taskQueue,
  };
  return slipway({ cwd, env }, ...argv);
};

const approvers = { roles: ['releng'], people: ['kim'] };
const ask = () => gate('Go on?', { id: 'go', instructions: 'Look.', approvers });

describe('start', () => {
  const start = (...more: readonly string[]) =>
    cli('start', 'cli-demo', '--environment', 'stage', '--version', '1.0', ...more);

  test('runs a release to its end, refuses to repeat it, and repeats it when told to', async () => {
    const first = await start('--yes', '--watch');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('release/cli-demo/stage/1.0 has ended: succeeded');

    const again = await start('--yes');
    expect([again.code, again.stderr]).toEqual([
      exitCodes.refused,
      expect.stringContaining('has succeeded already'),
    ]);
    expect((await start('--yes', '--again', '--watch')).code).toBe(0);
  });

  test('starts only the plan whose digest was given', async () => {
    const planned = await cli('plan', 'cli-demo', '--environment', 'stage', '--version', '2.0', '--json');
    const { digest } = JSON.parse(planned.stdout) as { digest: string };
    const version = ['--environment', 'stage', '--version', '2.0'];
    const other = await cli(
      'start',
      'cli-demo',
      ...version,
      '--digest',
      `sha256:${'0'.repeat(64)}`,
      '--watch',
    );
    expect(other.code).toBe(exitCodes.notStarted);
    expect((await cli('start', 'cli-demo', ...version, '--digest', digest, '--watch')).code).toBe(0);
  });

  test('says who runs a release that runs already', async () => {
    engine.world.hold('demo');
    const version = ['--environment', 'stage', '--version', '3.0'];
    expect((await cli('start', 'cli-demo', ...version, '--yes', '--as', 'kim')).code).toBe(0);
    const second = await cli('start', 'cli-demo', ...version, '--yes');
    expect([second.code, second.stderr]).toEqual([
      exitCodes.refused,
      expect.stringMatching(
        /runs already: started by kim .* Watch it with slipway watch cli-demo\/stage\/3\.0/,
      ),
    ]);
    engine.world.free('demo');
    expect((await cli('watch', 'cli-demo/stage/3')).code).toBe(0);
  });

  test('asks nobody where nobody is, and says so before anything begins', async () => {
    const { code, stderr } = await start();
    expect([code, stderr]).toEqual([exitCodes.usage, expect.stringContaining('nobody to ask')]);
  });

  test('says that no worker is there instead of waiting for one', async () => {
    const { code, stderr } = await start('--yes', '--task-queue', 'deserted');
    expect([code, stderr]).toEqual([
      exitCodes.noWorker,
      expect.stringContaining('No worker answers on the task queue ‘deserted’'),
    ]);
  });
});

describe('finding releases', () => {
  test('list filters, and names them so that show understands', async () => {
    const release = await engine.start(sequence('All', [ask()]));
    await release.untilNode('go', 'waiting');
    const [runbookName = ''] = release.handle.workflowId.replace('release/', '').split('/');
    const listed = await cli('list', '--runbook', runbookName, '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { id: release.handle.workflowId, phase: 'running', outcome: null },
    ]);
    expect((await cli('list', '--runbook', "o'neill")).stdout).toBe('No releases.\n');

    const shown = await cli('show', runbookName, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      id: release.handle.workflowId,
      waiting: [{ node: 'go' }],
    });
    const completed = await cli('__complete', '--', 'watch', runbookName.slice(0, 5));
    expect(completed.stdout.split('\n')).toContain(release.handle.workflowId.replace('release/', ''));
    expect((await cli('show', 'no/such/release')).code).toBe(exitCodes.notFound);
    await cli('abort', runbookName);
    await release.result();
  });

  test('doctor finds server, attributes and worker', async () => {
    const { stdout, code } = await cli('doctor', '--json');
    const findings = JSON.parse(stdout) as { subject: string; ok: boolean }[];
    expect(code).toBe(0);
    expect(findings.map(({ subject }) => subject)).toEqual([
      'node',
      'configuration',
      'runbooks',
      'temporal',
      'search attributes',
      'workers',
    ]);
  });
});
