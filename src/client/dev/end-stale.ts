/** What an earlier `slipway dev` left running when it was killed outright: it holds the ports and the state, so it ends first. */
import type { DevState } from '../dev-state.ts';
import { lives } from './process-mark.ts';
import type { ProcessMark } from './process-mark.ts';

const graceMs = 10_000;

export async function endStale(last: DevState | undefined, say: (line: string) => void): Promise<void> {
  const stale = Object.entries(last?.parts ?? {}).filter(([, mark]) => lives(mark));
  for (const [name, { pid }] of stale)
    say(`${name} of an earlier slipway dev (process ${pid}) still runs: it is ended first.`);
  await Promise.all(stale.map(([, mark]) => end(mark)));
}

async function end(mark: ProcessMark): Promise<void> {
  signal(mark, 'SIGTERM');
  const until = Date.now() + graceMs;
  while (lives(mark)) {
    if (Date.now() > until) signal(mark, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function signal({ pid }: ProcessMark, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
