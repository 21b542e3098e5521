/** A practice world as a process of its own. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { worlds } from '../../src/practice/worlds.ts';

const runner = resolve('node_modules/jiti/lib/jiti-cli.mjs');

describe('the practice world’s process', () => {
  let dir: string;
  let children: ChildProcess[];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-main-'));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dir, { recursive: true });
  });

  function start(...options: string[]) {
    const child = spawn(process.execPath, [runner, 'src/practice/main.ts', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }

  /** Starts the empty world and reads its address. */
  async function startEmpty() {
    const child = start('--dir', dir, '--world', 'empty', '--pace', '0.01');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, ...(JSON.parse(line) as { url: string; systems: string[] }) };
  }

  const post = (url: string) =>
    fetch(`${url}/slack/api/chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer xoxb-practice',
        'content-type': 'application/json',
        'idempotency-key': 'k',
      },
      body: JSON.stringify({ channel: '#releases', text: 'kept' }),
    });

  test('says where it is, and goes on there with all it had after it was killed', async () => {
    const first = await startEmpty();
    expect(first.systems).toContain('slack');
    expect((await post(first.url)).status).toBe(200);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await startEmpty();
    expect(second.url).toBe(first.url);
    const journal = (await (await fetch(`${second.url}/_world/journal`)).json()) as { entries: unknown[] };
    expect(journal.entries).toMatchObject([{ effect: 'message.post', key: 'k' }]);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });

  test('refuses a world that is not there, and names those that are', async () => {
    const child = start('--dir', dir, '--world', 'atlantis');
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(complaint).toContain(`must be one of ${Object.keys(worlds).join(', ')}`);
  });
});
