/** The schema rule: from migrations, as Balrog writes them, to the order of admin and app. */
import { describe, expect, test } from '@jest/globals';
import { classifyMigrations } from '../../../runbooks/balrog/migrations.ts';

const path = 'src/auslib/migrate/versions/038_change.py';
const added = (source: string) => classifyMigrations([{ path, status: 'added', source }]);
const migration = (upgrade: string, downgrade = 'pass') => {
  const body = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n');
  return [
    'from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table',
    '',
    '',
    'def upgrade(migrate_engine):',
    '    metadata = MetaData(bind=migrate_engine)',
    body(upgrade),
    '',
    '',
    'def downgrade(migrate_engine):',
    '    metadata = MetaData(bind=migrate_engine)',
    body(downgrade),
    '',
  ].join('\n');
};

describe('a change of the schema is additive', () => {
  test.each([
    [
      'a nullable column',
      'notes = Column("notes", String(500), nullable=True)\nnotes.create(Table("rules", metadata, autoload=True))',
    ],
    [
      'a column made in place',
      'Column("notes", String(500)).create(Table("rules", metadata, autoload=True))',
    ],
    [
      'a column that may not be null but has a default in the database',
      'notes = Column("notes", String(5), nullable=False, server_default="")\nnotes.create(Table("rules", metadata, autoload=True))',
    ],
    [
      'a table',
      'pins = Table(\n    "pins",\n    metadata,\n    Column("name", String(100), nullable=False, primary_key=True),\n)\nmetadata.create_all()',
    ],
    ['an index', 't = Table("rules_history", metadata, autoload=True)\nIndex("name", t.c.name).create()'],
    [
      'a column with a fill',
      'notes = Column("notes", String(5))\nnotes.create(Table("rules", metadata, autoload=True))\nconn = migrate_engine.connect()\nconn.execute("UPDATE rules SET notes=comment;")\nconn.close()',
    ],
    ['a column by SQL', 'migrate_engine.execute("ALTER TABLE rules ADD COLUMN notes VARCHAR(50)")'],
    [
      'the same on two engines',
      'if migrate_engine.name == "mysql":\n    big = BigInteger\nelse:\n    big = Integer\nnotes = Column("n", big)\nnotes.create(Table("rules", metadata, autoload=True))',
    ],
  ])('that adds %s', (_, upgrade) => {
    expect(added(migration(upgrade)).kind).toBe('additive');
  });

  test('however much its downgrade takes away', () => {
    const upgrade =
      'notes = Column("notes", String(500))\nnotes.create(Table("rules", metadata, autoload=True))';
    expect(added(migration(upgrade, 'Table("rules", metadata, autoload=True).drop()')).kind).toBe('additive');
  });

  test('by Alembic as well', () => {
    const source = [
      '"""add notes"""',
      'from alembic import op',
      'import sqlalchemy as sa',
      'revision = "ab12"',
      'down_revision = "cd34"',
      '',
      'def upgrade() -> None:',
      '    with op.batch_alter_table("rules") as batch_op:',
      '        batch_op.add_column(sa.Column("notes", sa.String(500), nullable=True))',
      '    op.create_table("pins", sa.Column("id", sa.Integer(), nullable=False))',
      '    op.create_index("pins_by_id", "pins", ["id"])',
      '',
      'def downgrade() -> None:',
      '    op.drop_table("pins")',
    ].join('\n');
    expect(added(source)).toEqual({
      kind: 'additive',
      evidence: [
        `${path}:9: additive, adds the column notes`,
        `${path}:10: additive, creates the table pins`,
        `${path}:11: additive, creates the index pins_by_id`,
      ],
    });
  });
});

describe('a change of the schema is destructive', () => {
  test.each([
    ['a column', 'Table("rules", metadata, autoload=True).c.whitelist.drop()'],
    [
      'a column, over several lines',
      'Table(\n    "rules_history", metadata,\n    autoload=True\n).c.whitelist.drop()',
    ],
    [
      'a column of a table it names first',
      'rules = Table("rules", metadata, autoload=True)\nrules.c.whitelist.drop()',
    ],
    ['a table', 'Table("releases_history", metadata, autoload=True).drop()'],
    ['a table by SQL', 'migrate_engine.execute("""\n    DROP TABLE releases_history\n""")'],
    ['a column by Alembic', 'op.drop_column("rules", "whitelist")'],
  ])('that drops %s', (_, upgrade) => {
    expect(added(migration(upgrade)).kind).toBe('destructive');
  });
});

describe('only a person can tell', () => {
  test.each([
    [
      'a column is renamed',
      'Table("rules", metadata, autoload=True).c.throttle.alter(name="backgroundRate")',
    ],
    ['a type is altered', 'Table("rules", metadata, autoload=True).c.version.alter(type=String(75))'],
    [
      'old code could no longer insert',
      'kind = Column("kind", String(5), nullable=False)\nkind.create(Table("rules", metadata, autoload=True))',
    ],
    [
      'old code could no longer insert, by Alembic',
      'op.add_column("rules", sa.Column("kind", sa.String(5), nullable=False))',
    ],
    ['data is changed', 'migrate_engine.execute("UPDATE rules SET priority=priority+1")'],
    [
      'SQL is put together',
      'for table in TABLES:\n    migrate_engine.execute("ALTER TABLE %s MODIFY sc_id INTEGER NOT NULL" % table)',
    ],
    ['SQL comes from a variable', 'migrate_engine.execute(statement)'],
    ['a constraint is made', 'UniqueConstraint("name", table=rules).create()'],
    ['something unknown is called', 'rewrite_everything(metadata)'],
    ['something unknown is called in an assignment', 'result = rewrite_everything(metadata)'],
    ['what is made was declared elsewhere', 'meta.tables["rules"].columns["kind"].create()'],
  ])('where %s', (_, upgrade) => {
    expect(added(migration(upgrade)).kind).toBe('unclear');
  });

  test('where an existing migration was edited or removed', () => {
    expect(classifyMigrations([{ path, status: 'modified' }]).kind).toBe('unclear');
    expect(classifyMigrations([{ path, status: 'removed' }]).kind).toBe('unclear');
  });

  test('where a migration has no upgrade', () => {
    expect(added('x = 1\n').kind).toBe('unclear');
  });

  test('where one migration adds and another takes away', () => {
    const change = classifyMigrations([
      {
        path: 'v/038_add.py',
        status: 'added',
        source: migration('Column("notes", String(5)).create(Table("rules", metadata))'),
      },
      {
        path: 'v/039_drop.py',
        status: 'added',
        source: migration('Table("rules", metadata).c.comment.drop()'),
      },
    ]);
    expect(change).toEqual({
      kind: 'mixed',
      evidence: [
        'v/038_add.py:6: additive, creates notes.rules',
        'v/039_drop.py:6: destructive, drops the column rules.comment',
      ],
    });
  });
});

describe('what a migration does is found', () => {
  test('in functions that upgrade calls', () => {
    const source = [
      'def _drop(table, metadata):',
      '    Table(table, metadata, autoload=True).c.comment.drop()',
      '',
      'def upgrade(migrate_engine):',
      '    metadata = MetaData(bind=migrate_engine)',
      '    _drop("rules", metadata)',
    ].join('\n');
    expect(added(source)).toEqual({
      kind: 'destructive',
      evidence: [`${path}:2: destructive, drops the column comment`],
    });
  });

  test('not in comments, and not in text', () => {
    const upgrade =
      '# Table("rules", metadata).drop()\nwhy = "rules.c.comment.drop()"\n"""conn.execute(DROP TABLE rules)"""\npass';
    expect(added(migration(upgrade))).toEqual({
      kind: 'none',
      evidence: [`${path}: does nothing to the schema`],
    });
  });

  test('with nothing changed there is nothing to say', () => {
    expect(classifyMigrations([])).toEqual({ kind: 'none', evidence: [] });
  });
});
