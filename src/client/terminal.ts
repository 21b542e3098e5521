/** Where a command reads and writes. Tests give their own; `main.ts` gives the process's. */
import type { Readable, Writable } from 'node:stream';
import { paintFor } from './views/paint.ts';
import type { Paint } from './views/paint.ts';

export type Input = Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };
export type Output = Writable & { isTTY?: boolean; columns?: number; rows?: number };

export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export interface Terminal extends Streams {
  /** Colours for stdout. */
  readonly paint: Paint;
  /** Colours for stderr. */
  readonly errorPaint: Paint;
  /** Whether a person sits there: questions may be asked. */
  readonly interactive: boolean;
  /** One line on stdout. */
  print(line?: string): void;
  /** One line on stderr: what is not the answer itself. */
  note(line: string): void;
  /** The one JSON document of `--json`. */
  json(value: unknown): void;
}

export const terminalOn = (streams: Streams): Terminal => ({
  ...streams,
  paint: paintFor(streams.env, streams.stdout),
  errorPaint: paintFor(streams.env, streams.stderr),
  interactive: streams.stdin.isTTY === true && streams.stdout.isTTY === true,
  print: (line = '') => void streams.stdout.write(`${line}\n`),
  note: (line) => void streams.stderr.write(`${line}\n`),
  json: (value) => void streams.stdout.write(`${jsonText(value, 2)}\n`),
});

/** JSON that is safe to show on a terminal: JSON itself escapes only the controls below a space. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
