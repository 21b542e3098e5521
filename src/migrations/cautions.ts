/** What an act does to a database in use: the locks that it takes. */
import type { Act } from './act.ts';
import type { Fresh } from './fresh.ts';
import type { SqlDialect } from './sql/read-sql.ts';

/** Undefined where there is nothing to fear: on tables that the same change makes, and for MySQL, which differs by version. */
export function cautionOf(act: Act, fresh: Fresh, dialect: SqlDialect): string | undefined {
  if (dialect === 'mysql' || fresh.holds(act)) return undefined;
  const on = dialect === 'auto' ? 'on PostgreSQL, ' : '';
  switch (act.act) {
    case 'create-index':
      return act.building === 'locking'
        ? `${on}writes to ${act.table === '' ? 'its table' : act.table} wait until the index is built: CREATE INDEX CONCURRENTLY does without`
        : undefined;
    case 'add-constraint':
      if (act.checked === 'later') return undefined;
      return act.constraint === 'foreign key' || act.constraint === 'check'
        ? `${on}${act.table} is locked while its rows are checked: NOT VALID first and VALIDATE CONSTRAINT later does without`
        : `${on}${act.table} is locked while an index is built: CREATE UNIQUE INDEX CONCURRENTLY and then ADD CONSTRAINT … USING INDEX does without`;
    case 'set-not-null':
      return `${on}${act.table} is locked while all its rows are looked at`;
    case 'alter-type':
      return act.change === 'wider' ? undefined : `${on}${act.table} may be written anew under a lock`;
    default:
      return undefined;
  }
}
