/** Runs another program to its end: arguments as an array, never a shell; of this process's environment, only what programs need to work. */
import { spawn } from 'node:child_process';
import { fatal, retryLater } from '../activities/errors.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** What it is given of the worker's own environment, besides. Default: what programs need to work. */
  readonly inherits?: RegExp;
  /** Default: none but the signal. */
  readonly timeoutMs?: number;
  /** What it reads; absent: nothing. */
  readonly stdin?: string;
  /** Each line of either output, as it comes. */
  readonly line?: (text: string) => void;
}

export interface Ran {
  readonly code: number;
  /** The last of it, where it is longer than any that we read. */
  readonly stdout: string;
  /** Both outputs in the order of their coming, the last of it. */
  readonly log: string;
}

/** What a program may be given of the worker's own environment: how to find programs, the network and trusted authorities. */
const passedOn =
  /^(PATH|TMPDIR|LANG|XDG_RUNTIME_DIR|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY|DOCKER_HOST|BUILDKIT_HOST)$/;

/** More of an output is not kept: what matters stands at its end. */
const keptChars = 64 * 1024;
/** A program that never ends to talk must not take the worker's memory. */
const keptOutput = 64 * 1024 * 1024;

export const surroundings = (
  env: Readonly<Record<string, string>> = {},
  inherits = passedOn,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && inherits.test(name) ? [[name, value]] : [],
    ),
  ),
  ...env,
});

/** Rejects only if it could not be run, or was stopped; an exit code is an answer. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, signal, env, inherits, timeoutMs, stdin, line } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: what it starts ends with it.
    const child = spawn(program, [...args], {
      cwd,
      env: surroundings(env, inherits),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    // It may end without having read.
    child.stdin.on('error', () => undefined).end(stdin);
    let stdout = '';
    let log = '';
    let late = false;
    const lines = openLines(line);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = kept(stdout + text);
      log = (log + text).slice(-keptChars);
      lines(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-keptChars);
      lines(text);
    });
    const stop = (): void => endGroup(child.pid);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            stop();
          }, timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      over();
      reject(notStarted(program, error));
    });
    child.once('close', (code) => {
      over();
      if (signal.aborted) return reject(reasonOf(signal));
      if (late) return reject(retryLater('unavailable', `${program} had not ended after ${timeoutMs} ms.`));
      resolve({ code: code ?? 128, stdout, log });
    });
  });
}

const kept = (text: string): string => (text.length > 2 * keptOutput ? text.slice(-keptOutput) : text);

/** Asks the whole group to end, and ends it. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  tell(pid, 'SIGTERM');
  setTimeout(() => tell(pid, 'SIGKILL'), 3000).unref();
}

function tell(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // All of it has ended.
  }
}

function openLines(line: ((text: string) => void) | undefined): (text: string) => void {
  if (line === undefined) return () => undefined;
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) line(part);
  };
}

function notStarted(program: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'ENOENT':
      return fatal(
        'config-invalid',
        `This worker has no ${program}.`,
        `Install ${program} on the worker, then retry.`,
      );
    case 'EACCES':
    case 'ENOEXEC':
      return fatal(
        'config-invalid',
        `This worker may not run ${program}, or it is no program.`,
        `Let the worker’s user run ${program}, then retry.`,
      );
    case 'E2BIG':
      return fatal('input-invalid', `${program} is given more than a program can be given.`);
    default:
      return error;
  }
}

const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('It was stopped.', { cause: reason });
