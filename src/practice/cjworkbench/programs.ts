/** What CJWorkbench's programs do in their pods: migrations of a database, jobs of the frontend, a diagnosis of RabbitMQ. */
import type { ProgramEnd, ProgramRun, Programs } from '../kubernetes/index.ts';
import type { CjworkbenchOptions } from './options.ts';
import { migrationsByCommit } from './repository.ts';

/** `commitOf`: how old the commit is that an image was built of, 0 the oldest; by its digest. */
export const programs = (
  { migration, apply = migration === 'failing' ? failing : () => undefined }: CjworkbenchOptions,
  commitOf: (image: string) => number | undefined,
): Programs => ({
  job(run) {
    if (run.command.includes('import-plans-from-stripe')) return importPlans(run);
    if (run.command.includes('shell')) return clearRenderCache(run);
    return migrate(run, commitOf(run.image) ?? 0, (name) => apply(name, run.namespace));
  },
  exec: ({ command, annotations }) => {
    const asked = command.join(' ');
    if (asked !== 'rabbitmq-diagnostics maybe_stuck')
      return { exitCode: 64, stdout: '', stderr: `Command '${asked}' not found.\n` };
    return { exitCode: 0, stdout: diagnosis(annotations['stuck'] === undefined ? 0 : 4812) };
  },
});

const diagnosis = (suspicious: number): string =>
  [
    'Asking node for suspicious processes ...',
    '2019-02-06 15:20:01 There are 5104 processes.',
    ...(suspicious > 0
      ? [
          `2019-02-06 15:20:01 Investigated ${suspicious} processes this round, 5000ms to go.`,
          '[{pid,<12345.678.0>}, {current_function,{rabbit_access_control,check_user_pass_login,2}}]',
        ]
      : []),
    `2019-02-06 15:20:06 Found ${suspicious} suspicious processes.`,
    'ok',
    '',
  ].join('\n');

const failing = (name: string): string | undefined =>
  name === migrationsByCommit.at(-1)?.at(-1) ? 'column "notes" of relation "step" already exists' : undefined;

/** As Django applies them: each by itself, in their order, and it stops at the first that fails. */
function migrate(
  { kept }: ProgramRun,
  commit: number,
  apply: (name: string) => string | undefined,
): ProgramEnd {
  const applied = Array.isArray(kept['migrations']) ? kept['migrations'] : [];
  const wanted = migrationsByCommit.slice(0, commit + 1).flat();
  const missing = wanted.filter((name) => !applied.includes(name));
  const lines = ['Operations to perform:', '  Apply all migrations: cjwstate', 'Running migrations:'];
  if (missing.length === 0) lines.push('  No migrations to apply.');
  const done: string[] = [];
  let error: string | undefined;
  for (const name of missing) {
    error = apply(name);
    lines.push(
      `  Applying cjwstate.${name}...${error === undefined ? ' OK' : 'Traceback (most recent call last):'}`,
    );
    if (error !== undefined) {
      lines.push(
        `psycopg2.errors.DuplicateColumn: ${error}`,
        '',
        `django.db.utils.ProgrammingError: ${error}`,
      );
      break;
    }
    done.push(name);
  }
  return {
    exitCode: error === undefined ? 0 : 1,
    stdout: `${lines.join('\n')}\n`,
    keeps: { ...kept, migrations: [...applied, ...done] },
    effects: done.map((name) => ({ effect: 'migration.apply', target: name })),
  };
}

const clearRenderCache = ({ kept }: ProgramRun): ProgramEnd => ({
  exitCode: 0,
  stdout: `Cleared the cached output of ${Number(kept['renderCache'] ?? 0)} steps\n`,
  keeps: { ...kept, renderCache: 0 },
  effects: [{ effect: 'render-cache.clear', target: 'database' }],
});

const importPlans = ({ kept }: ProgramRun): ProgramEnd => ({
  exitCode: 0,
  stdout: 'Imported 1 plan: Premium Plan\n',
  keeps: { ...kept, plans: ['Premium Plan'] },
  effects: [{ effect: 'plans.import', target: 'database' }],
});
