/** Node processes of tests: they say when they are ready, and end when the test does. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Child {
  /** What it said when it was ready. */
  readonly said: unknown;
  /** Kills it where it stands. */
  kill(): Promise<void>;
}

/** Runs a file of `processes`. */
export async function startChild(file: string, ...args: readonly string[]): Promise<Child> {
  const child = fork(join(__dirname, 'processes', file), args, { execArgv: [] });
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error(`${file} ended before it was ready.`)));
  failed.catch(() => undefined);
  const [said] = (await Promise.race([once(child, 'message'), failed])) as [unknown];
  // A test that broke off leaves it to end with its parent.
  child.unref();
  child.channel?.unref();
  return {
    said,
    async kill() {
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
