/** What Alembic and SQLAlchemy-migrate have in common: the functions `upgrade` and `downgrade`, and SQLAlchemy in them. */
import type { Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import type { Side } from '../adapter.ts';
import { alembicCalls } from '../python/alembic-calls.ts';
import { changesetCalls } from '../python/changeset-calls.ts';
import { executeCalls } from '../python/execute-calls.ts';
import type { SqlReader } from '../sql/read-sql.ts';
import { callFunction, firstOf, readFile } from './python-file.ts';

export function sqlalchemyMigration(text: string, side: Side, sql: SqlReader): readonly Found[] {
  const file = readFile(text);
  if (!file.ok) return file.found;
  const name = side === 'up' ? 'upgrade' : 'downgrade';
  const execute = executeCalls((script) => sql.read(script).map(({ act }) => act));
  return (
    callFunction(file, name, firstOf(execute, alembicCalls, changesetCalls)) ?? [
      { line: 1, act: unknownAct('file', `has no ${name} function`) },
    ]
  );
}
