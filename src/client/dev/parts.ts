/** The processes of `slipway dev`: Temporal, the practice world, and a worker, each with a log under `.slipway/`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepProcess } from '../../worker/kept-process.ts';
import { isFree } from '../../loopback/ports.ts';
import { startTemporal } from '../../worker/temporal/start.ts';
import { tellsPlainly } from '../../worker/temporal/tells-plainly.ts';
import { CliError } from '../cli-error.ts';
import type { Part, SupervisedPart } from './supervise.ts';

export interface DevPlace {
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  say(line: string): void;
  /** Told of each process, by the name of its part. */
  started(name: string, pid: number): void;
}

const built = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const logOf = ({ folder }: DevPlace, name: string): string => join(folder, `${name}.log`);

const part = (
  place: DevPlace,
  name: string,
  title: string,
  start: (logFile: string) => Promise<Part>,
): SupervisedPart => {
  const logFile = logOf(place, name);
  return {
    name: title,
    say: place.say,
    started: (pid) => place.started(title, pid),
    start: () => start(logFile),
    lastWords: () =>
      existsSync(logFile) ? `${tellsPlainly(readFileSync(logFile, 'utf8'))} (${logFile})` : 'it left no log',
  };
};

export const temporalPart = (
  place: DevPlace,
  executable: string,
  ports: { readonly port: number; readonly uiPort: number },
): SupervisedPart =>
  part(place, 'temporal', 'Temporal', (logFile) =>
    startTemporal({
      executable,
      dbFile: join(place.folder, 'temporal.db'),
      port: ports.port,
      uiPort: ports.uiPort,
      logFile,
    }),
  );

export const workerPart = (place: DevPlace, args: readonly string[]): SupervisedPart =>
  part(place, 'worker', 'The worker', (logFile) =>
    keepProcess(process.execPath, [built('client/main.js'), 'worker', ...args], {
      cwd: place.cwd,
      env: place.env,
      logFile,
    }),
  );

export interface PracticeOptions {
  readonly port: number;
  readonly pace: string;
  readonly world: string;
}

export const practicePart = (place: DevPlace, { port, pace, world }: PracticeOptions): SupervisedPart =>
  part(place, 'practice', 'The practice world', async (logFile) => {
    const args = [
      '--dir',
      join(place.folder, 'practice'),
      '--port',
      String(port),
      '--pace',
      pace,
      '--world',
      world,
    ];
    const kept = await keepProcess(process.execPath, [built('practice/main.js'), ...args], {
      cwd: place.cwd,
      logFile,
    });
    await listening(kept, port, logFile);
    return kept;
  });

/** Until somebody holds its port. */
async function listening(kept: Part, port: number, logFile: string): Promise<void> {
  const over = new AbortController();
  void kept.ended.then(() => over.abort());
  const until = Date.now() + 20_000;
  while (await isFree(port)) {
    if (over.signal.aborted || Date.now() > until) {
      await kept.stop();
      throw new CliError(
        'internal',
        `The practice world did not start: ${tellsPlainly(readFileSync(logFile, 'utf8'))}.`,
        `See ${logFile}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
