/** What an adapter is: one way to write migrations down. */
import type { Found } from './act.ts';
import type { SqlReader } from './sql/read-sql.ts';

export const adapterNames = ['alembic', 'sqlalchemy-migrate', 'django', 'sql'] as const;
export type AdapterName = (typeof adapterNames)[number];

/** `up`: what applying the migration does. `down`: what taking it back does. */
export type Side = 'up' | 'down';

export interface MigrationText {
  readonly path: string;
  readonly text: string;
}

export interface Opened {
  /** What one migration does; files are read in the order that `order` gives. */
  read(migration: MigrationText, side: Side): readonly Found[];
}

export interface Adapter {
  /** Whether a file is one of its migrations. */
  recognizes(migration: MigrationText): boolean;
  /** For one change: all its migrations are read by what this gives. */
  open(sql: SqlReader, paths: readonly string[]): Opened;
  /** How the migrations hang together. */
  links(migrations: readonly MigrationText[]): readonly Link[];
}

/** A migration's place in its chain. */
export interface Link {
  readonly path: string;
  /** Its name: a revision, or 'app.0002_name'. */
  readonly name: string;
  readonly after: readonly string[];
  /** Heads are counted within one: an app; empty where there is only one. */
  readonly within: string;
}
