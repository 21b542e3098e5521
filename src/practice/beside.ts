/** A program beside the practice world that ends with it, even when the world is killed outright. */
import { spawn } from 'node:child_process';

/** Between the two: the end of its input is the end of the world. */
const keeper = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.argv[1], process.argv.slice(2), { stdio: ['ignore', 'ignore', 'ignore'] });
  const end = () => { child.kill('SIGTERM'); setTimeout(() => child.kill('SIGKILL'), 3000); };
  child.once('error', () => process.exit(127));
  child.once('exit', (code) => process.exit(code ?? 1));
  process.stdin.once('end', end).once('error', end).resume();
  process.on('SIGINT', () => {});
`;

export interface BesideWorld {
  /** Set when it has ended by itself. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

export function startBeside(program: string, args: readonly string[]): BesideWorld {
  const kept = spawn(process.execPath, ['-e', keeper, program, ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  kept.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    kept.once('exit', (code) => resolve(code));
    kept.once('error', () => resolve(127));
  });
  return {
    ended,
    async stop() {
      kept.stdin.end();
      await ended;
    },
  };
}
