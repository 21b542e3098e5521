/** What the command line costs at each start, beside Node itself. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure, inTurns } from '../figures.ts';
import type { Figure } from '../figures.ts';

const program = fileURLToPath(new URL('../../../dist/client/main.js', import.meta.url));

export async function cliFigure(rounds: number): Promise<Figure> {
  const run = (...args: readonly string[]) => {
    const begun = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
    return Promise.resolve(performance.now() - begun);
  };
  const times = await inTurns(
    rounds,
    () => run(program, '--help'),
    () => run('-e', '0'),
  );
  return figure('cli-start', 'ms', times);
}
