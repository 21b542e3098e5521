/** One process of a lane: started, killed outright, started again on the same port and the same state. */
import type { KeptProcess } from '../../src/worker/kept-process.ts';

export interface Part {
  /** Resolves, with the time, when it works. */
  start(): Promise<number>;
  /** Resolves, with the time of the kill, when it is gone. */
  kill(): Promise<number>;
  /** Undefined while it does not run. */
  pid(): number | undefined;
}

/** `begin` starts the process; `works` resolves with the time at which it does its work. */
export function openPart(
  begin: () => Promise<Pick<KeptProcess, 'pid' | 'ended'>>,
  works: (pid: number) => Promise<number>,
): Part {
  let current: Pick<KeptProcess, 'pid' | 'ended'> | undefined;
  return {
    pid: () => current?.pid,
    async start() {
      current = await begin();
      const mine = current;
      const { ended } = mine;
      void ended.then(() => {
        if (current === mine) current = undefined;
      });
      const early = ended.then((how) => {
        throw new Error(`It ended before it worked (${how.signal ?? `exit code ${how.code}`}).`);
      });
      early.catch(() => undefined);
      return Promise.race([works(mine.pid), early]);
    },
    async kill() {
      const at = Date.now();
      if (current === undefined) return at;
      const { pid, ended } = current;
      current = undefined;
      killed(pid);
      await ended;
      return at;
    },
  };
}

/** It may have ended by itself just now. */
function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
