/** Migrations as Balrog writes them, for SQLAlchemy-migrate: those of the past, and the new ones of each variant. */
import type { SchemaVariant } from './options.ts';

const folder = 'src/auslib/migrate/versions';

const migration = (imports: string, upgrade: readonly string[], downgrade: readonly string[]): string =>
  [
    `from sqlalchemy import ${imports}`,
    '',
    '',
    'def upgrade(migrate_engine):',
    '    metadata = MetaData(bind=migrate_engine)',
    ...upgrade.map((line) => `    ${line}`),
    '',
    '',
    'def downgrade(migrate_engine):',
    '    metadata = MetaData(bind=migrate_engine)',
    ...downgrade.map((line) => `    ${line}`),
    '',
  ].join('\n');

const addColumn = (column: string, tables: readonly string[]): string =>
  migration(
    'Column, MetaData, String, Table',
    tables.flatMap((table) => [
      `${column} = Column("${column}", String(500), nullable=True)`,
      `${column}.create(Table("${table}", metadata, autoload=True))`,
    ]),
    tables.map((table) => `Table("${table}", metadata, autoload=True).c.${column}.drop()`),
  );

const dropColumn = (column: string, tables: readonly string[]): string =>
  migration(
    'Column, MetaData, String, Table',
    tables.map((table) => `Table("${table}", metadata, autoload=True).c.${column}.drop()`),
    tables.flatMap((table) => [
      `${column} = Column("${column}", String(100))`,
      `${column}.create(Table("${table}", metadata, autoload=True))`,
    ]),
  );

export const pastMigrations: Readonly<Record<string, string>> = {
  [`${folder}/__init__.py`]: '',
  [`${folder}/037_shutoff_comments.py`]: addColumn('comment', [
    'emergency_shutoffs',
    'emergency_shutoffs_history',
  ]),
};

const notes = { [`${folder}/038_rule_notes.py`]: addColumn('notes', ['rules', 'rules_history']) };
const whitelist = {
  [`${folder}/039_drop_whitelist.py`]: dropColumn('whitelist', ['rules', 'rules_history']),
};

export const newMigrations: Readonly<Record<SchemaVariant, Readonly<Record<string, string>>>> = {
  none: {},
  additive: notes,
  destructive: whitelist,
  mixed: { ...notes, ...whitelist },
};
