/**
 * A child process that never outlives its parent, even when the parent is killed outright: a keeper between the two
 * watches the channel to the parent and ends the child when it closes. The keeper stands in a process group of its
 * own, so that Ctrl-C reaches the parent alone, which then stops things in order.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { z } from 'zod';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface KeptProcess {
  /** The child's own process id, not the keeper's. */
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Asks it to end (SIGTERM), and kills it after `graceMs` (default 10 s). */
  stop(graceMs?: number): Promise<void>;
}

export interface KeepOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What it prints goes to the end of this file; without it, to the parent's own output. */
  readonly logFile?: string | undefined;
}

const keeper = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.argv[1], process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });
  const tell = (message) => { if (process.connected) process.send(message, () => {}); };
  child.once('spawn', () => tell({ pid: child.pid }));
  child.once('error', (error) => process.send({ failed: error.message }, () => process.exit(1)));
  child.once('exit', (code, signal) => {
    if (!process.connected) process.exit(0);
    process.send({ code, signal }, () => process.exit(0));
  });
  const end = () => { child.kill('SIGTERM'); setTimeout(() => child.kill('SIGKILL'), 10000); };
  process.once('disconnect', end);
  process.on('SIGTERM', end);
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
`;

const messageSchema = z.union([
  z.object({ pid: z.number() }),
  z.object({ failed: z.string() }),
  z.object({ code: z.number().nullable(), signal: z.string().nullable() }),
]);

export function keepProcess(
  program: string,
  args: readonly string[],
  { env, cwd, logFile }: KeepOptions = {},
): Promise<KeptProcess> {
  const log = logFile === undefined ? undefined : openSync(logFile, 'a');
  const output = log ?? 'inherit';
  const stdio: StdioOptions = ['ignore', output, output, 'ipc'];
  const kept = spawn(process.execPath, ['-e', keeper, program, ...args], {
    stdio,
    detached: true,
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (log !== undefined) closeSync(log);
  return watch(kept, program);
}

function watch(kept: ChildProcess, program: string): Promise<KeptProcess> {
  return new Promise((resolve, reject) => {
    let pid: number | undefined;
    let over = false;
    let tellEnd: (ended: Ended) => void = () => undefined;
    const ended = new Promise<Ended>((tell) => (tellEnd = tell));
    const end = (how: Ended): void => {
      over = true;
      tellEnd(how);
    };
    const stop = async (graceMs = 10_000): Promise<void> => {
      if (over || pid === undefined) return;
      signal(pid, 'SIGTERM');
      const timer = setTimeout(() => signal(pid, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    };
    kept.on('message', (raw) => {
      const message = messageSchema.parse(raw);
      if ('failed' in message) return reject(new Error(`${program} could not be started: ${message.failed}`));
      if ('code' in message) return end(message);
      pid = message.pid;
      resolve({ pid, ended, stop });
    });
    kept.once('error', reject);
    kept.once('exit', (code) => {
      // The keeper itself was killed: what it kept must not stay.
      if (!over && pid !== undefined) signal(pid, 'SIGTERM');
      end({ code, signal: null });
      if (pid === undefined) reject(new Error(`${program} could not be started.`));
    });
  });
}

function signal(pid: number | undefined, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}
