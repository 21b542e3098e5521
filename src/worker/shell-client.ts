/**
 * Runs programs for `shell.run`: those that the configuration names, where it says, with variables that it lists. There is no shell, and
 * nothing of the worker's own environment but how programs and languages are found.
 */
import { accessSync, constants } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fatal } from '../activities/errors.ts';
import type { ShellClient, ShellOrder } from '../activities/shell/client.ts';
import type { ShellSystem } from './config-escapes.ts';
import { permit } from './http-client.ts';
import type { Access } from './http-client.ts';
import { isWithin } from './real-place.ts';
import { runProgram } from './run-program.ts';
import { resolveSecret, scrub } from './secrets.ts';

const inherits = /^(PATH|LANG)$/;

export function createShellClient(system: ShellSystem, access: Access): ShellClient {
  return {
    async run(order, { signal, key, timeoutMs, progress }) {
      const [name = '', ...args] = order.command;
      permit(access, 'POST', `the program ${name}`);
      const program = named(system.programs, name);
      if (program === undefined) throw notAllowed('run', name, 'programs', Object.keys(system.programs));
      const env = variablesOf(system, order);
      const home = await mkdtemp(join(tmpdir(), 'slipway-shell-'));
      try {
        const cwd = order.directory === undefined ? home : await allowed(system, order.directory);
        const { code, log } = await runProgram(program, args, {
          cwd,
          signal,
          timeoutMs,
          inherits,
          env: { ...env, HOME: home, ...(key === undefined ? {} : { SLIPWAY_IDEMPOTENCY_KEY: key }) },
          // A secret of several lines would pass by, a line at a time.
          ...(Object.keys(order.secrets).length > 0 ? {} : { line: (text) => progress(scrub(text)) }),
        });
        return { code, log: scrub(log) };
      } finally {
        await rm(home, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

/** For the doctor: that the worker can run them. */
export function programsAnswer({ programs, directories }: ShellSystem): string {
  for (const path of Object.values(programs)) look(path, constants.X_OK, 'run');
  for (const path of directories) look(path, constants.X_OK, 'work in');
  return `lets runbooks run ${Object.keys(programs).join(', ')}; none was run`;
}

function look(path: string, mode: number, what: string): void {
  try {
    accessSync(path, mode);
  } catch {
    throw new Error(`the worker can't ${what} ${path}`);
  }
}

function variablesOf(
  { variables: listed, secrets: known }: ShellSystem,
  { variables, secrets }: ShellOrder,
): Record<string, string> {
  for (const name of [...Object.keys(variables), ...Object.keys(secrets)])
    if (!listed.includes(name)) throw notAllowed('set the variable', name, 'variables', listed);
  const hidden = Object.entries(secrets).map(([variable, name]) => {
    const ref = named(known, name);
    if (ref === undefined) throw notAllowed('use the secret', name, 'secrets', Object.keys(known));
    return [variable, resolveSecret(ref)] as const;
  });
  return { ...variables, ...Object.fromEntries(hidden) };
}

/** Where it really is: a link within an allowed folder may lead out of it. */
async function allowed({ directories }: ShellSystem, directory: string): Promise<string> {
  const real = await realpath(directory).catch(() => undefined);
  if (real === undefined) throw fatal('not-found', `This worker has no folder ${directory}.`);
  for (const one of directories) {
    const base = await realpath(one).catch(() => one);
    if (isWithin(base, real)) return real;
  }
  throw notAllowed('work in', directory, 'directories', directories);
}

const named = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

const notAllowed = (what: string, name: string, field: string, list: readonly string[]) =>
  fatal(
    'permission-denied',
    `The configuration does not let runbooks ${what} ${JSON.stringify(name)}: its shell system lists ${list.join(', ') || 'none'}.`,
    `Add it to ${field} of the shell system in the configuration, restart the worker, then retry.`,
  );
