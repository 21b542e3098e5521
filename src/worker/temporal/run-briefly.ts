/** Runs a program without a shell, for a limited time, and says how it went. */
import { execFile } from 'node:child_process';

export type Ran =
  { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

export function runBriefly(program: string, args: readonly string[], timeoutMs: number): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ ok: true, stdout });
        if (error.killed === true) return resolve({ ok: false, why: `no end within ${timeoutMs / 1000} s` });
        if (error.code === 'ENOENT') return resolve({ ok: false, why: `there is no program '${program}'` });
        resolve({ ok: false, why: lastLine(stderr) ?? error.message });
      },
    );
  });
}

const lastLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1)
    ?.slice(0, 300);
