/** Runs command lines in this process, as a user without a terminal. */
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/client/run.ts';
import type { ExitCode } from '../../src/client/exit-codes.ts';
import { terminalOn } from '../../src/client/terminal.ts';
import type { Output } from '../../src/client/terminal.ts';

export interface Said {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

class Memory extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface Place {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

export async function slipway(place: Place, ...argv: readonly string[]): Promise<Said> {
  const stdout = new Memory();
  const stderr = new Memory();
  const streams: { stdout: Output; stderr: Output } = { stdout, stderr };
  const env = { SLIPWAY_USER: 'sam', ...place.env };
  const code = await run(
    argv,
    terminalOn({ stdin: Readable.from([]), ...streams, env, cwd: place.cwd }),
    '1.2.3',
  );
  return { code, stdout: stdout.text, stderr: stderr.text };
}
