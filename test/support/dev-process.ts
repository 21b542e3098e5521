/** A real `slipway dev --practice` in a folder of its own, whose processes a test kills outright. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readDevState, writeDevState } from '../../src/client/dev-state.ts';
import type { DevState } from '../../src/client/dev-state.ts';
import { freePort } from '../../src/loopback/ports.ts';
import { built, cleanEnv } from './built.ts';

const readySchema = z.looseObject({ address: z.string(), practice: z.string(), port: z.number() });

export type PartName = 'Temporal' | 'The practice world' | 'The worker';

export interface DevProcess {
  readonly address: string;
  readonly practice: string;
  readonly port: number;
  /** What it told people. */
  said(): string;
  /** What `work` throws is thrown with what it told people and the ends of its parts' logs. */
  explain<T>(work: () => Promise<T>): Promise<T>;
  /** Kills these at one moment, without a chance to put anything in order. */
  kill(...parts: readonly PartName[]): void;
  /** Kills all of it: itself, and whatever it runs. */
  killAll(): Promise<void>;
  /** Kills itself and those who would end its parts with it: the parts run on, and nobody looks after them. */
  orphanParts(): Promise<void>;
  stop(): Promise<void>;
}

/** Free ports, as if the folder had been used before: two that start at one moment must not want the same. */
async function choosePorts(cwd: string): Promise<void> {
  if (readDevState(cwd) !== undefined) return;
  const [port, uiPort, practicePort] = [await freePort(), await freePort(), await freePort()];
  const address = `127.0.0.1:${port}`;
  writeDevState(cwd, { address, namespace: 'default', taskQueue: 'slipway', port, uiPort, practicePort });
}

export async function startDev(cwd: string): Promise<DevProcess> {
  await choosePorts(cwd);
  const dev = spawn(
    process.execPath,
    [built('client/main.js'), 'dev', '--practice', '--pace', '0.01', '--json'],
    { cwd, env: cleanEnv(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  dev.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(dev, 'exit');
  const ready = await firstDocument(dev, () => errors);
  const killed = async (pids: readonly number[]): Promise<void> => {
    // Stopped first, all of them: nobody is left to end or to start another in the meantime.
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await ended;
  };
  const whole = async (): Promise<number[]> => [dev.pid ?? 0, ...(await descendants(dev.pid ?? 0))];
  return {
    ...ready,
    said: () => errors,
    async explain(work) {
      try {
        return await work();
      } catch (error) {
        const logs = ['temporal', 'worker'].map((name) => lastOf(join(cwd, '.slipway', `${name}.log`)));
        throw new Error([String(error), errors, ...logs].join('\n'), { cause: error });
      }
    },
    kill: (...parts) => parts.forEach((part) => process.kill(pidOf(cwd, part), 'SIGKILL')),
    killAll: async () => killed(await whole()),
    async orphanParts() {
      const parts = Object.values(partsOf(cwd)).map(({ pid }) => pid);
      await killed((await whole()).filter((pid) => !parts.includes(pid)));
    },
    async stop() {
      if (dev.exitCode !== null || dev.signalCode !== null) return;
      dev.kill('SIGTERM');
      await ended;
    },
  };
}

const lastOf = (file: string): string =>
  `${file}:\n${existsSync(file) ? readFileSync(file, 'utf8').slice(-3000) : 'is not there'}`;

/** With `--json` it prints one document when all is ready. */
const firstDocument = (
  dev: ChildProcessByStdio<null, Readable, Readable>,
  errors: () => string,
): Promise<z.output<typeof readySchema>> =>
  new Promise((resolve, reject) => {
    let text = '';
    dev.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('}\n')) resolve(readySchema.parse(JSON.parse(text)));
    });
    dev.once('exit', () => reject(new Error(`slipway dev ended before it was ready: ${text}${errors()}`)));
  });

export function partsOf(cwd: string): NonNullable<DevState['parts']> {
  return readDevState(cwd)?.parts ?? {};
}

function pidOf(cwd: string, part: PartName): number {
  const mark = partsOf(cwd)[part];
  if (mark === undefined) throw new Error(`${part} is not on record.`);
  return mark.pid;
}

/** Parents before their children. */
async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (of: number): number[] =>
    pairs.flatMap(([child = 0, parent = 0]) => (parent === of ? [child, ...below(child)] : []));
  return below(pid);
}
