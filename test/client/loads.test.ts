/** What the command line loads: by its imports, and, of the built program, by what a real process has loaded at its end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { built, cleanEnv } from '../support/built.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { packagesLoadedBy } from '../support/import-graph.ts';

const loaded = (file: string): string[] =>
  [...packagesLoadedBy(join(__dirname, '../../src/client', file))]
    .filter((name) => !name.startsWith('node:'))
    .sort();

describe('what the command line loads', () => {
  test('is next to nothing before a command is known', () => {
    expect(loaded('main.ts')).toEqual(['commander', 'picocolors']);
  });

  test.each([
    'list',
    'show',
    'report',
    'watch',
    'approve',
    'reject',
    'retry',
    'skip',
    'pause',
    'resume',
    'rollback',
    'abort',
  ])('is Temporal’s client, and no worker nor client of another system, for %s', (command) => {
    const packages = loaded(`commands/${command}.ts`);
    expect(packages).toContain('@temporalio/client');
    const allowed =
      /^(@temporalio\/(client|common|envconfig)|zod|ms|commander|picocolors|canonicalize|@noble\/hashes\/.+)$/;
    expect(packages.filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('for judging is nothing of Temporal', () => {
    expect(loaded('commands/judge.ts')).toEqual(['ms', 'zod']);
  });

  test('of prompts is nothing until a question is asked', () => {
    expect(loaded('commands/start.ts')).not.toContain('@clack/prompts');
  });
});

/** Runs the built program to its end; which packages it loaded. */
function packagesOf(...argv: readonly string[]): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-loads-'));
  const record = join(dir, 'modules');
  const recorder = join(__dirname, '../support/record-modules.cjs');
  const env = {
    ...cleanEnv(),
    RECORD_MODULES: record,
    TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'],
  };
  return new Promise((resolve, reject) => {
    const args = ['--require', recorder, built('client/main.js'), ...argv];
    execFile(process.execPath, args, { cwd: dir, env }, (error, stdout, stderr) => {
      if (error !== null) return reject(new Error(`${argv.join(' ')}: ${stdout}${stderr}`));
      const found = readFileSync(record, 'utf8').matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//g);
      rmSync(dir, { recursive: true });
      resolve([...new Set([...found].map(([, name = '']) => name))]);
    });
  });
}

const heavy =
  /^@temporalio\/(worker|core-bridge|workflow|testing)$|^@kubernetes\/|^@octokit\/|^@slack\/|^fastify$|^c12$/;
const heavyOnes = (packages: readonly string[]): readonly string[] =>
  packages.filter((name) => heavy.test(name));

describe('a process of the built program', () => {
  let engine: Engine;
  let id: string;

  beforeAll(async () => {
    engine = await startEngine();
    const approvers = { roles: [], people: ['kim'] };
    const asking = gate('Go on?', { id: 'go', instructions: 'Look.', approvers });
    const release = await engine.start(sequence('All', [asking]));
    await release.untilNode('go', 'waiting');
    id = release.handle.workflowId;
  });
  afterAll(async () => {
    await engine.client.workflow.getHandle(id).terminate();
    await engine.stop();
  });

  test('has loaded two packages when it has printed its help', async () => {
    expect([...(await packagesOf('--help'))].sort()).toEqual(['commander', 'picocolors']);
  });

  test.each(['list', 'show'])('has loaded Temporal’s client and nothing heavy for %s', async (command) => {
    const packages = await packagesOf(command, ...(command === 'show' ? [id] : []));
    expect(packages).toContain('@temporalio/client');
    expect(heavyOnes(packages)).toEqual([]);
  });

  test('is seen to load what is heavy where a command does', async () => {
    const packages = await packagesOf('worker', '--help');
    expect(heavyOnes(packages)).toEqual(
      expect.arrayContaining([
        '@temporalio/worker',
        '@kubernetes/client-node',
        '@octokit/rest',
        '@slack/web-api',
      ]),
    );
  });
});
