import { describe, expect, test } from '@jest/globals';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { keepProcess } from '../../src/worker/kept-process.ts';

const forever = ['-e', 'setInterval(() => {}, 1000)'];

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a kept process', () => {
  test('ends when it is told to', async () => {
    const kept = await keepProcess(process.execPath, forever);
    await kept.stop();
    expect(await kept.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(lives(kept.pid)).toBe(false);
  });

  test('tells how it ended by itself', async () => {
    const kept = await keepProcess(process.execPath, ['-e', 'process.exit(7)']);
    expect(await kept.ended).toEqual({ code: 7, signal: null });
  });

  test('says so when there is no such program', async () => {
    await expect(keepProcess('/nowhere/at/all', [])).rejects.toThrow('/nowhere/at/all could not be started');
  });

  test('does not outlive a parent that is killed outright', async () => {
    const parent = fork(join(__dirname, '../support/keeping-parent.cjs'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [{ pid }] = (await once(parent, 'message')) as [{ pid: number }];
    expect(lives(pid)).toBe(true);
    parent.kill('SIGKILL');
    await gone(pid);
    expect(lives(pid)).toBe(false);
  });

  test('is not interrupted by Ctrl-C at the terminal of its parent', async () => {
    const kept = await keepProcess(process.execPath, forever);
    const group = spawn('ps', ['-o', 'pgid=', '-p', String(kept.pid)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pgid] = (await once(group.stdout, 'data')) as [Buffer];
    const own = spawn('ps', ['-o', 'pgid=', '-p', String(process.pid)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [ownGroup] = (await once(own.stdout, 'data')) as [Buffer];
    expect(pgid.toString().trim()).not.toBe(ownGroup.toString().trim());
    await kept.stop();
  });
});
