/** Releases that yesterday's build has begun are finished by today's: parked, soaking, asking, waiting, rolling back. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { z } from 'zod';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { startBalrog } from '../support/balrog.ts';
import type { StartedBalrog } from '../support/balrog.ts';
import { built, cleanEnv, root } from '../support/built.ts';
import { startRelease } from '../support/engine.ts';
import type { RunningRelease } from '../support/engine.ts';

const pinned = z
  .strictObject({ commit: z.string().regex(/^[0-9a-f]{40}$/), tag: z.string().nullable() })
  .parse(JSON.parse(readFileSync(join(__dirname, 'yesterday.json'), 'utf8')));

const folder = mkdtempSync(join(tmpdir(), 'slipway-upgrade-'));
const taskQueue = `upgrade-${randomUUID()}`;
const address = process.env['SLIPWAY_TEST_TEMPORAL'] ?? '';
let world: StartedBalrog;
let connection: Connection;
let worker: ChildProcess;

/** Yesterday's build, as `scripts/pin-build.mjs` has packed it; it runs with today's dependencies. */
function yesterday(): string {
  const at = join(folder, 'yesterday');
  mkdirSync(at);
  execFileSync('tar', ['-xzf', join(__dirname, 'yesterday.tgz'), '-C', at]);
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'));
  return join(at, 'dist/client/main.js');
}

async function startWorker(program: string): Promise<ChildProcess> {
  const config = join(__dirname, 'config/slipway.config.ts');
  const words = ['worker', '--config', config, '--address', address, '--task-queue', taskQueue, '--json'];
  const env = { ...cleanEnv(), SLIPWAY_PRACTICE_URL: world.url, SLIPWAY_PRACTICE_TOKEN: practiceToken };
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  while (!said.includes(`"taskQueue": "${taskQueue}"`)) {
    if (child.exitCode !== null) throw new Error(`The worker ended: ${said}`);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
  return child;
}

async function stopWorker(): Promise<void> {
  if (worker.exitCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGTERM');
  await ended;
}

const start = (version: string): Promise<RunningRelease> =>
  startRelease(temporalClient({ connection }), taskQueue, {
    runbook: 'upgrade',
    environment: 'stage',
    version,
    input: { environment: 'stage', version },
    startedBy: 'maria',
    confirm: 'none',
  });

beforeAll(async () => {
  [world, connection] = await Promise.all([startBalrog(), Connection.connect({ address })]);
  worker = await startWorker(yesterday());
}, 120_000);
afterAll(async () => {
  await stopWorker();
  await Promise.all([connection.close(), world.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const yesterdayIs = pinned.tag ?? `commit ${pinned.commit.slice(0, 7)}, for there is no version yet`;

describe(`an upgrade from ${yesterdayIs}`, () => {
  test('finishes what the build before has begun, and does nothing twice', async () => {
    const seen = world.world.world.journal.entries().length;
    const whole = await start('8.1');
    const undone = await start('8.2');
    const asked = ['go-on', 'inside'];
    for (const release of [whole, undone]) {
      await release.untilNode('refused', 'parked');
      await release.until(({ waiting }) => asked.every((id) => waiting.some(({ node }) => node === id)));
      await release.untilNode('soak', 'running');
      await release.untilNode('image', 'running');
    }
    await whole.send('decide', { by: 'sam', node: 'go-on', decision: 'approve' });
    world.world.world.faults.add({
      system: 'github',
      method: 'DELETE',
      path: '/releases/',
      kind: { type: 'status', status: 403 },
    });
    await undone.send('rollback', { by: 'maria' });
    const parked = await undone.untilNode('tag', 'undo-parked');
    const before = await whole.view();

    await stopWorker();
    worker = await startWorker(built('client/main.js'));

    const after = await whole.view();
    expect(plain(after)).toEqual(plain(before));
    expect(plain(await undone.view())).toEqual(plain(parked));
    await whole.send('resolve', { by: 'sam', node: 'refused', action: 'skip' });
    await whole.send('decide', { by: 'maria', node: 'go-on', decision: 'approve' });
    await whole.send('decide', { by: 'maria', node: 'inside', decision: 'approve' });
    world.registry.push('mozilla/balrog', 'v8.1-late');
    await undone.send('resolve', { by: 'sam', node: 'tag', action: 'retry' });

    expect(await undone.result()).toMatchObject({ outcome: 'rolled-back', left: [] });
    const result = await whole.result();
    expect(result.outcome).toBe('succeeded');
    expect(result.outputs['go-on']).toMatchObject({ approvedBy: ['sam', 'maria'] });
    expect(world.world.world.journal.duplicates()).toEqual([]);
    const made = world.world.world.journal.entries().slice(seen);
    expect(made.filter(({ effect }) => effect === 'release.create')).toHaveLength(2);
  }, 180_000);
});

describe('yesterday’s build', () => {
  /** Nothing where git knows no tag: before the first version, in a shallow clone, in a package. */
  function newestTag(): string | undefined {
    try {
      const words = ['describe', '--tags', '--abbrev=0', 'HEAD^'];
      return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      return undefined;
    }
  }

  test('is of the newest version before this one, if git can tell: pin it with scripts/pin-build.mjs', () => {
    expect(pinned.tag).toBe(newestTag() ?? pinned.tag);
  });
});

/** What both builds tell: today's may say more. */
const plain = ({
  nodes,
  waiting,
  audit,
  phase,
  digest,
}: Awaited<ReturnType<RunningRelease['view']>>): unknown =>
  JSON.parse(
    JSON.stringify({
      phase,
      digest,
      audit,
      nodes: nodes.map(({ id, state, output, startedAt, until }) => ({
        id,
        state,
        output,
        startedAt,
        until,
      })),
      waiting: waiting.map(({ node, since, approvals, error }) => ({ node, since, approvals, error })),
    }),
  );
