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
  constructor(readonly heard: (text: string) => void = () => undefined) {
    super();
  }
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    this.heard(this.text);
    done();
  }
}

export interface Place {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Told all of stdout so far whenever there is more. */
  readonly heard?: (stdout: string) => void;
}

export async function slipway(place: Place, ...argv: readonly string[]): Promise<Said> {
  const stdout = new Memory(place.heard);
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
