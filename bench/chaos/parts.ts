/** How the three parts of a lane are started: a Temporal server on a file, a practice world, a worker with the hook in it. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keepProcess } from '../../src/worker/kept-process.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import type { Control } from './control.ts';
import { openPart } from './part.ts';
import type { Part } from './part.ts';
import type { Subject } from './subject.ts';

export interface LanePlace {
  readonly executable: string;
  /** Where its files are. */
  readonly dir: string;
  readonly temporalPort: number;
  readonly uiPort: number;
  readonly worldPort: number;
}

/** Milliseconds by which the clock of a process goes wrong. */
export interface Skew {
  readonly worker: number;
  readonly world: number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = (file: string): string => join(root, 'dist', file);
const hook = (file: string): string => pathToFileURL(join(root, 'bench/chaos/hook', file)).href;
const pace = '0.01';

/** Below what may be mounted. */
const worldDirOf = (dir: string): string => join(dir, 'world-disk', 'state');

/** An environment in which nothing of this machine's own Temporal or Slipway is found. */
const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TEMPORAL_|SLIPWAY_|NODE_OPTIONS$)/.test(name)),
  );

/** It answers when it has started. */
export const temporalPart = ({ executable, dir, temporalPort, uiPort }: LanePlace): Part =>
  openPart(
    () =>
      startTemporal({
        executable,
        dbFile: join(dir, 'temporal', 'temporal.db'),
        port: temporalPort,
        uiPort,
        headless: true,
        logFile: join(dir, 'temporal.log'),
      }),
    async () => Date.now(),
  );

export function worldPart({ dir, worldPort }: LanePlace, subject: Subject, { world: skew }: Skew): Part {
  const args = [
    '--dir',
    worldDirOf(dir),
    '--port',
    String(worldPort),
    '--pace',
    pace,
    '--world',
    subject.world,
  ];
  return openPart(
    () =>
      keepProcess(process.execPath, [...clock(skew), built('practice/main.js'), ...args], {
        env: { ...cleanEnv(), SLIPWAY_CHAOS_SKEW: String(skew) },
        logFile: join(dir, 'world.log'),
      }),
    () => answers(`http://127.0.0.1:${worldPort}/_world/health`),
  );
}

export function workerPart(
  { dir, temporalPort }: LanePlace,
  subject: Subject,
  { worker: skew }: Skew,
  { control, practiceUrl }: { readonly control: Control; readonly practiceUrl: string },
): Part {
  const options = ['--address', `127.0.0.1:${temporalPort}`, '--namespace', 'default', '--json'];
  const args = [built('client/main.js'), 'worker', ...options, '--config', join(root, subject.config)];
  return openPart(
    () =>
      keepProcess(process.execPath, ['--import', hook('worker.mjs'), ...clock(skew), ...args], {
        cwd: dir,
        env: {
          ...cleanEnv(),
          SLIPWAY_PRACTICE_URL: practiceUrl,
          SLIPWAY_PRACTICE_DIR: worldDirOf(dir),
          SLIPWAY_CHAOS_CONTROL: control.url,
          SLIPWAY_CHAOS_SKEW: String(skew),
        },
        logFile: join(dir, 'worker.log'),
      }),
    (pid) => control.live(pid),
  );
}

const clock = (skew: number): string[] => (skew === 0 ? [] : ['--import', hook('clock.mjs')]);

async function answers(url: string): Promise<number> {
  for (const until = Date.now() + 30_000; Date.now() < until; await wait(20)) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return Date.now();
  }
  throw new Error(`Nothing answers at ${url}.`);
}
