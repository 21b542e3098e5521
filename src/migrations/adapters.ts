/** The ways to write migrations down that can be read, and how a file is known to be of one. */
import type { Adapter, MigrationText } from './adapter.ts';
import type { AdapterName } from './adapter.ts';
import { alembic } from './adapters/alembic.ts';
import { django } from './adapters/django.ts';
import { sqlalchemyMigrate } from './adapters/sqlalchemy-migrate.ts';
import { sql } from './adapters/sql.ts';

const adapters: Readonly<Record<AdapterName, Adapter>> = {
  alembic,
  'sqlalchemy-migrate': sqlalchemyMigrate,
  django,
  sql,
};

/** The first that knows the file: Alembic's functions would do for SQLAlchemy-migrate as well. */
const byLikeness = [django, alembic, sqlalchemyMigrate, sql] as const;

export function adapterFor(migration: MigrationText, adapter: AdapterName | 'auto'): Adapter | undefined {
  if (adapter === 'auto') return byLikeness.find((one) => one.recognizes(migration));
  // Scripts of SQL stand among the files of any of them.
  return sql.recognizes(migration) ? sql : adapters[adapter];
}

/** Files that stand beside migrations and are none: packages, settings, templates, checksums, notes. */
const besides =
  /(^|\/)(__init__\.py|env\.py|manage\.py|conftest\.py|[^/]*\.(pyc|mako|cfg|ini|toml|ya?ml|md|rst|txt|sum|lock|json)|README|\.[^/]+)$/i;

export const isMigration = (path: string): boolean => !besides.test(path);
