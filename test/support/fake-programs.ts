/** Programs that answer as they are told, first on the PATH: for those that nothing here can run for real. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface FakePrograms {
  /** The arguments of each call so far, a call each. */
  calls(program: string): string[][];
  stop(): void;
}

/** By program: the body of a shell script, which finds its arguments as `$*`. Nothing else is on the PATH but what it stands on. */
export function fakePrograms(scripts: Readonly<Record<string, string>>): FakePrograms {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-fakes-'));
  const before = process.env['PATH'];
  const calls = (program: string): string => join(dir, `${program}.calls`);
  for (const [program, body] of Object.entries(scripts)) {
    const file = join(dir, program);
    const note = `printf '%s\\037' "$@" >> ${calls(program)}; printf '\\n' >> ${calls(program)}`;
    writeFileSync(file, `#!/bin/sh\n${note}\n${body}\n`);
    chmodSync(file, 0o755);
  }
  // No program of the machine's own is found, but what is asked for by its whole path.
  process.env['PATH'] = [dir].join(delimiter);
  return {
    calls(program) {
      try {
        return readFileSync(calls(program), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split('\x1f').slice(0, -1));
      } catch {
        return [];
      }
    },
    stop() {
      process.env['PATH'] = before;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
