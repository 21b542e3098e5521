/** Alembic's migrations, in the shapes that its autogeneration and its users write. */
import { describe, expect, test } from '@jest/globals';
import { told } from './told.ts';

const path = 'app/alembic/versions/1a2b_change.py';

const revision = (upgrade: readonly string[], downgrade: readonly string[] = ['pass']): string =>
  [
    '"""change',
    '',
    'Revision ID: 1a2b',
    'Revises: 0f0e',
    '"""',
    'import sqlalchemy as sa',
    'from alembic import op',
    'from sqlalchemy.dialects import postgresql',
    '',
    'revision: str = "1a2b"',
    'down_revision: str | None = "0f0e"',
    '',
    '',
    'def upgrade() -> None:',
    ...upgrade.map((line) => `    ${line}`),
    '',
    '',
    'def downgrade() -> None:',
    ...downgrade.map((line) => `    ${line}`),
    '',
  ].join('\n');

const up = (...lines: string[]) => told([{ path, after: revision(lines) }]);

describe('an operation is told with its line', () => {
  test.each([
    [
      'op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))',
      'additive, adds the column users.age',
    ],
    [
      'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))',
      'mixed, adds the column users.age, which may not be null and has no default: code that does not know it yet can no longer insert',
    ],
    [
      'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False, server_default=sa.text("0")))',
      'additive, adds the column users.age',
    ],
    ['op.drop_column("users", "age")', 'destructive, drops the column users.age'],
    ['op.drop_table("users")', 'destructive, drops the table users'],
    [
      'op.rename_table("users", "people")',
      'mixed, renames the table users to people: neither code runs with the other name',
    ],
    [
      'op.alter_column("users", "name", new_column_name="title")',
      'mixed, renames the column users.name to title: neither code runs with the other name',
    ],
    [
      'op.alter_column("users", "name", existing_type=sa.String(), nullable=True)',
      'additive, lets users.name be null',
    ],
    [
      'op.alter_column("users", "name", existing_type=sa.String(), nullable=False)',
      'destructive, makes users.name NOT NULL: code that still writes none there fails',
    ],
    [
      'op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(length=75))',
      'additive, changes the type of users.name to sa.String(length=75), which holds all that it held',
    ],
    [
      'op.alter_column("users", "n", existing_type=sa.BigInteger(), type_=sa.Integer())',
      'destructive, changes the type of users.n to sa.Integer(), which holds less',
    ],
    [
      'op.alter_column("users", "n", type_=postgresql.JSONB())',
      "unknown, changes the type of users.n to postgresql.JSONB(); whether both codes can read and write that can't be told",
    ],
    [
      'op.alter_column("users", "n", server_default=None)',
      'destructive, drops the default of users.n: code that relies on it breaks',
    ],
    [
      'op.create_index(op.f("ix_users_n"), "users", ["n"], unique=False)',
      'additive, creates the index <op.f("ix_users_n")> on users',
    ],
    ['op.drop_index("ix_users_n", table_name="users")', 'destructive, drops the index ix_users_n'],
    [
      'op.drop_constraint("fk_a", "users", type_="foreignkey")',
      'mixed, drops a foreign key constraint (fk_a) of users: code from before may rely on its cascades',
    ],
    [
      'op.drop_constraint("fk_a", "users")',
      'unknown, drops a constraint (fk_a) of users: of which kind is not said',
    ],
    ['op.execute("DROP VIEW totals")', 'destructive, drops the view totals'],
    ['op.execute(sa.text("""UPDATE users SET n = 1"""))', 'unknown, changes data (users.n)'],
    ['op.execute(f"DROP TABLE {\'users\'}")', 'destructive, drops the table users'],
    ['op.get_bind().execute(sa.text("DELETE FROM users"))', 'destructive, deletes rows of users'],
    [
      'postgresql.ENUM("a", name="mood").create(op.get_bind(), checkfirst=True)',
      'additive, creates the type mood',
    ],
    [
      'op.bulk_insert(sa.table("users", sa.column("n")), [{"n": 1}])',
      'unknown, changes data (inserts into users)',
    ],
    ['op.run_async(go)', 'unknown, does something else (op.run_async(go))'],
    [
      'op.add_column("users", *columns)',
      'unknown, adds a column that is declared elsewhere to users (op.add_column("users", *columns))',
    ],
  ])('%s', async (line, words) => {
    const { words: found } = await up(line);
    expect(found.map((one) => one.replace('op.f("ix_users_n")', 'op.f("ix_users_n")'))).toEqual([
      `15 ${words}`,
    ]);
  });

  test('in a batch, by the table that the batch names', async () => {
    const { words } = await up(
      'with op.batch_alter_table("rules", schema=None) as batch_op:',
      '    batch_op.add_column(sa.Column("notes", sa.String(500), nullable=True))',
      '    batch_op.drop_column("comment")',
      '    batch_op.create_unique_constraint("uq_notes", ["notes"])',
    );
    expect(words).toEqual([
      '16 additive, adds the column rules.notes',
      '17 destructive, drops the column rules.comment',
      '18 mixed, adds a unique constraint (uq_notes) to rules: code from before may write what it forbids, new code may rely on it',
    ]);
  });

  test('and what is done to a table that the same change makes breaks no code from before', async () => {
    const { verdict } = await up(
      'op.create_table("pins", sa.Column("id", sa.Integer(), nullable=False))',
      'op.add_column("pins", sa.Column("kind", sa.String(5), nullable=False))',
      'op.create_index("pins_by_id", "pins", ["id"], unique=True)',
      'op.execute("INSERT INTO pins VALUES (1)")',
    );
    expect(verdict).toBe('additive');
  });

  test('a column that is filled before it becomes NOT NULL is still one that old code cannot fill', async () => {
    const { verdict, words } = await up(
      'op.add_column("users", sa.Column("kind", sa.String(5), nullable=True))',
      'users = sa.table("users", sa.column("kind"))',
      'op.execute(users.update().where(users.c.kind.is_(None)).values(kind="a"))',
      'op.alter_column("users", "kind", nullable=False)',
    );
    expect(verdict).toBe('mixed');
    expect(words).toEqual([
      '15 additive, adds the column users.kind',
      '17 additive, fills the new column users.kind',
      '18 destructive, makes users.kind NOT NULL: code that still writes none there fails',
    ]);
  });
});

describe('direction', () => {
  const one = revision(
    ['op.drop_column("users", "age")'],
    ['op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))'],
  );

  test('back past a migration, the database keeps what it did: the older code meets that', async () => {
    const { verdict, advice } = await told([{ path, before: one }], { direction: 'back' });
    expect(verdict).toBe('destructive');
    expect(advice).toEqual([
      `The database stays as the newer version left it, and the older code may break on that: ${path}:15 drops the column users.age.`,
    ]);
  });

  test('a downgrade does what downgrade says', async () => {
    expect((await told([{ path, before: one }], { direction: 'downgrade' })).words).toEqual([
      '19 additive, adds the column users.age',
    ]);
  });

  test('forward, what is gone can have run', async () => {
    expect((await told([{ path, before: one }])).verdict).toBe('unknown');
  });
});

describe('the chain of revisions', () => {
  const link = (name: string, after: string, upgrade: string) => ({
    path: `versions/${name}_x.py`,
    after: `from alembic import op\nrevision = "${name}"\ndown_revision = ${after}\n\ndef upgrade():\n    ${upgrade}\n`,
  });

  test('is the order of the operations, whatever the files are called', async () => {
    const { operations } = await told([
      link('aaa', '"zzz"', 'op.drop_table("two")'),
      link('zzz', '"000"', 'op.drop_table("one")'),
    ]);
    expect(operations.map(({ says }) => says)).toEqual(['drops the table one', 'drops the table two']);
  });

  const branches = [link('aaa', '"000"', 'pass'), link('bbb', '"000"', 'pass')];

  test('that ends in two heads is told of', async () => {
    const { advice } = await told(branches);
    expect(advice).toEqual([
      'The migrations end in 2 heads: aaa (versions/aaa_x.py), bbb (versions/bbb_x.py). Which runs last is open until a merge joins them.',
    ]);
  });

  test('that a merge joins has one head, and a merge does nothing', async () => {
    const { advice, verdict } = await told([...branches, link('ccc', '("aaa", "bbb")', 'pass')]);
    expect({ advice, verdict }).toEqual({ advice: [], verdict: 'none' });
  });

  test('that bites its own tail ends all the same', async () => {
    expect((await told([link('aaa', '"bbb"', 'pass'), link('bbb', '"aaa"', 'pass')])).verdict).toBe('none');
  });
});
