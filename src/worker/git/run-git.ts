/**
 * Runs git with nothing of this machine's own configuration: arguments as an array, credentials in the environment alone,
 * http and https alone, no hooks, no prompt, no redirect.
 */
import { runProgram } from '../run-program.ts';
import type { Ran } from '../run-program.ts';

export interface GitOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** `[name, value]`: goes by the environment, so that no secret stands among the arguments. */
  readonly config?: readonly (readonly [string, string])[];
  readonly timeoutMs?: number;
  /** What it reads; absent: nothing. */
  readonly stdin?: string;
}

const always: readonly (readonly [string, string])[] = [
  ['protocol.allow', 'never'],
  ['protocol.http.allow', 'always'],
  ['protocol.https.allow', 'always'],
  ['protocol.version', '2'],
  ['http.followRedirects', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['init.defaultBranch', 'none'],
  ['advice.detachedHead', 'false'],
];

export const runGit = (
  args: readonly string[],
  { cwd, signal, config = [], timeoutMs = 240_000, stdin }: GitOptions,
): Promise<Ran> =>
  runProgram('git', args, {
    cwd,
    signal,
    timeoutMs,
    ...(stdin === undefined ? {} : { stdin }),
    env: {
      HOME: cwd,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '/bin/false',
      ...configured([...always, ...config]),
    },
  });

const configured = (entries: readonly (readonly [string, string])[]): Record<string, string> => ({
  GIT_CONFIG_COUNT: String(entries.length),
  ...Object.fromEntries(
    entries.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, name],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ),
});
