/** SQLAlchemy-migrate's migrations, in the shapes that Balrog writes them. */
import { describe, expect, test } from '@jest/globals';
import { classify, evidenceLine } from '../../src/migrations/index.ts';

const path = 'src/auslib/migrate/versions/038_change.py';
const changed = async (files: Parameters<typeof classify>[0]) => {
  const { verdict, operations } = await classify(files, 'auto', { dialect: 'mysql' });
  return { verdict, evidence: operations.map(evidenceLine) };
};
const added = (source: string) => changed([{ path, after: source }]);
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
  ])('that adds %s', async (_, upgrade) => {
    expect((await added(migration(upgrade))).verdict).toBe('additive');
  });

  test('however much its downgrade takes away', async () => {
    const upgrade =
      'notes = Column("notes", String(500))\nnotes.create(Table("rules", metadata, autoload=True))';
    const down = 'Table("rules", metadata, autoload=True).drop()';
    expect((await added(migration(upgrade, down))).verdict).toBe('additive');
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
  ])('that drops %s', async (_, upgrade) => {
    expect((await added(migration(upgrade))).verdict).toBe('destructive');
  });
});

describe('neither order is right', () => {
  test.each([
    [
      'a column is renamed',
      'Table("rules", metadata, autoload=True).c.throttle.alter(name="backgroundRate")',
      'renames the column rules.throttle to backgroundRate',
    ],
    [
      'old code could no longer insert',
      'kind = Column("kind", String(5), nullable=False)\nkind.create(Table("rules", metadata, autoload=True))',
      'adds the column rules.kind, which may not be null and has no default',
    ],
    [
      'a default is one of the code alone',
      'kind = Column("kind", String(5), nullable=False, default="x")\nkind.create(Table("rules", metadata))',
      'adds the column rules.kind, which may not be null and has no default',
    ],
    [
      'a unique constraint is made',
      'rules = Table("rules", metadata)\nUniqueConstraint("name", table=rules).create()',
      'adds a unique constraint to rules',
    ],
  ])('where %s', async (_, upgrade, says) => {
    const { verdict, evidence } = await added(migration(upgrade));
    expect(verdict).toBe('mixed');
    expect(evidence.join()).toContain(says);
  });

  test('where one migration adds and another takes away', async () => {
    const files = [
      { path: 'v/039_drop.py', after: migration('Table("rules", metadata).c.comment.drop()') },
      {
        path: 'v/038_add.py',
        after: migration('Column("notes", String(5)).create(Table("rules", metadata))'),
      },
    ];
    expect(await changed(files)).toEqual({
      verdict: 'mixed',
      evidence: [
        'v/038_add.py:6: additive, adds the column rules.notes',
        'v/039_drop.py:6: destructive, drops the column rules.comment',
      ],
    });
  });
});

describe('only a person can tell', () => {
  test.each([
    ['a type is altered', 'Table("rules", metadata, autoload=True).c.version.alter(type=String(75))'],
    ['data is changed', 'migrate_engine.execute("UPDATE rules SET priority=priority+1")'],
    [
      'SQL is put together',
      'for table in TABLES:\n    migrate_engine.execute("ALTER TABLE %s MODIFY sc_id INTEGER NOT NULL" % table)',
    ],
    ['SQL comes from a variable', 'migrate_engine.execute(statement)'],
    [
      'SQL comes from a list that grows',
      'todo = ["SELECT 1"]\ntodo.append(other)\nfor sql in todo:\n    migrate_engine.execute(sql)',
    ],
    [
      'SQL is another in each branch',
      'if migrate_engine.name == "mysql":\n    sql = "SELECT 1"\nelse:\n    sql = "DROP TABLE rules"\nmigrate_engine.execute(sql)',
    ],
    [
      'SQL is what a loop leaves behind',
      'sql = "SELECT 1"\nfor name in ("a", "b"):\n    sql = "DROP TABLE rules"\nmigrate_engine.execute(sql)',
    ],
    ['something unknown is called', 'rewrite_everything(metadata)'],
    ['something unknown is called in an assignment', 'result = rewrite_everything(metadata)'],
    ['something unknown is called in a lambda', 'sorted([1], key=lambda one: rewrite_everything(one))'],
    ['what is called is looked up by name', 'getattr(migrate_engine, "dispose")()'],
    ['what is made was declared elsewhere', 'meta.tables["rules"].columns["kind"].create()'],
    ['it calls itself', 'upgrade(migrate_engine)'],
  ])('where %s', async (_, upgrade) => {
    expect((await added(migration(upgrade))).verdict).toBe('unknown');
  });

  test('where an existing migration was edited or removed', async () => {
    const one = migration('Table("rules", metadata).c.comment.drop()');
    const other = migration('Table("rules", metadata).c.notes.drop()');
    expect((await changed([{ path, before: one, after: other }])).verdict).toBe('unknown');
    expect((await changed([{ path, before: one }])).verdict).toBe('unknown');
  });

  test('where a migration has no upgrade', async () => {
    const { verdict, evidence } = await changed([{ path, after: 'def downgrade(engine):\n    pass\n' }]);
    expect([verdict, evidence]).toEqual(['unknown', [`${path}:1: unknown, has no upgrade function`]]);
  });

  test('where the file is no Python', async () => {
    const { verdict, evidence } = await added('def upgrade(engine):\n    drop(\n');
    expect(verdict).toBe('unknown');
    expect(evidence.join()).toContain('not Python');
  });
});

describe('what a migration does is found', () => {
  test('in functions that upgrade calls, with the names they are given', async () => {
    const source = [
      'def _drop(table, metadata):',
      '    Table(table, metadata, autoload=True).c.comment.drop()',
      '',
      'def upgrade(migrate_engine):',
      '    metadata = MetaData(bind=migrate_engine)',
      '    _drop("rules", metadata)',
      '    for name in ("rules_history", "pins"):',
      '        _drop(name, metadata)',
    ].join('\n');
    expect(await added(source)).toEqual({
      verdict: 'destructive',
      evidence: [
        `${path}:2: destructive, drops the column rules.comment`,
        `${path}:2: destructive, drops the column rules_history.comment`,
        `${path}:2: destructive, drops the column pins.comment`,
      ],
    });
  });

  test('in a function that is handed on to be called', async () => {
    const source =
      'def _drop(name):\n    Table(name, MetaData()).drop()\n\ndef upgrade(engine):\n    list(map(_drop, names))\n';
    expect((await added(source)).evidence).toEqual([`${path}:2: destructive, drops the table <name>`]);
  });

  test('by what a name stood for when it was used', async () => {
    const upgrade = [
      'table = Table("rules", metadata)',
      'column = table.c.comment',
      'table = Table("pins", metadata)',
      'column.drop()',
    ].join('\n');
    expect((await added(migration(upgrade))).evidence).toEqual([
      `${path}:9: destructive, drops the column rules.comment`,
    ]);
  });

  test('not in comments, and not in text', async () => {
    const upgrade =
      '# Table("rules", metadata).drop()\nwhy = "rules.c.comment.drop()"\n"""conn.execute(DROP TABLE rules)"""\npass';
    expect(await added(migration(upgrade))).toEqual({
      verdict: 'none',
      evidence: [`${path}: does nothing to the schema`],
    });
  });

  test('with nothing changed there is nothing to say', async () => {
    expect(await changed([])).toEqual({ verdict: 'none', evidence: [] });
  });

  test('an edit that changes nothing but comments changes no database', async () => {
    const before = migration('Table("rules", metadata).c.comment.drop()');
    expect(await changed([{ path, before, after: `# Reviewed.\n${before}` }])).toEqual({
      verdict: 'none',
      evidence: [`${path}: does nothing to the schema`],
    });
  });
});
