/** Whether code of before can live with a migration: what is said of it, held against a real PostgreSQL with rows in it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithPostgres, startPostgres } from '../support/postgres.ts';
import type { Postgres } from '../support/postgres.ts';
import { told } from './told.ts';

/** What was there before, with rows. */
const schema = `
  CREATE TYPE mood AS ENUM ('calm', 'wild');
  CREATE TABLE owner (id serial PRIMARY KEY, name text NOT NULL);
  CREATE TABLE step (
    id serial PRIMARY KEY,
    slug text NOT NULL,
    size int DEFAULT 3 CHECK (size >= 0),
    mood mood NOT NULL DEFAULT 'calm',
    owner_id int REFERENCES owner (id),
    note text
  );
  GRANT SELECT ON step TO reader;
`;

const rows = `
  INSERT INTO owner (name) VALUES ('maria');
  INSERT INTO step (slug, size, owner_id, note) VALUES ('first', 1, 1, NULL), ('second', 2, 1, 'odd');
`;

/** What its code does, row by row: it reads all it knows, adds, changes and takes away; and somebody else only reads. */
const olderCode = `
  SELECT id, slug, size, mood, owner_id, note FROM step WHERE id <= 2 ORDER BY id;
  SELECT id, name FROM owner ORDER BY id;
  BEGIN;
  INSERT INTO step (slug, mood, owner_id) VALUES ('third', 'wild', NULL), ('third', 'calm', NULL);
  SELECT slug, size, mood FROM step WHERE id > 2 ORDER BY id;
  UPDATE step SET size = size - 1, note = NULL WHERE slug = 'third';
  DELETE FROM step WHERE slug = 'third';
  ROLLBACK;
  SET ROLE reader;
  SELECT count(*) FROM step;
`;

const migrations = [
  'ALTER TABLE step ADD COLUMN colour text',
  "ALTER TABLE step ADD COLUMN colour text NOT NULL DEFAULT 'red'",
  'ALTER TABLE step ADD COLUMN number bigserial NOT NULL',
  'ALTER TABLE step ADD COLUMN number int GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE step DROP COLUMN note',
  'ALTER TABLE step ADD colour text, DROP note',
  'ALTER TABLE step ALTER slug DROP NOT NULL',
  'ALTER TABLE step ALTER size DROP DEFAULT',
  'ALTER TABLE step ALTER owner_id SET NOT NULL',
  'ALTER TABLE step RENAME COLUMN note TO remark',
  'ALTER TABLE step RENAME TO steps',
  'ALTER TABLE step ADD CONSTRAINT small CHECK (size < 3)',
  'ALTER TABLE step ADD CONSTRAINT one UNIQUE (slug)',
  "ALTER TYPE mood ADD VALUE 'sad'",
  "ALTER TYPE mood RENAME VALUE 'wild' TO 'angry'",
  'CREATE TABLE tag (id serial PRIMARY KEY, step_id int REFERENCES step (id))',
  'CREATE INDEX step_slug ON step (slug)',
  'CREATE INDEX CONCURRENTLY step_slug ON step (slug)',
  'CREATE UNIQUE INDEX step_slug ON step (slug)',
  'DROP TABLE owner CASCADE',
  'TRUNCATE step',
  'REVOKE SELECT ON step FROM reader',
  "COMMENT ON TABLE step IS 'DROP TABLE step'",
];

describeWithPostgres('what is said of a migration, and what becomes of the code of before', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
    postgres.psql('CREATE ROLE reader');
  }, 60_000);
  afterAll(() => postgres.stop());
  let made = 0;

  /** What older code finds, before and after. */
  function lived(migration: string, begun: string): { before: string; after: string } {
    made += 1;
    const database = `app${made}`;
    const must = (sql: string, at = database): string => {
      const { code, stdout, stderr } = postgres.psql(sql, at);
      if (code !== 0) throw new Error(`${sql}\n${stderr}`);
      return stdout;
    };
    must(`CREATE DATABASE ${database}`, 'postgres');
    must(`${schema}; ${begun}`);
    const before = must(olderCode);
    must(migration);
    const { code, stdout, stderr } = postgres.psql(olderCode, database);
    return { before, after: code === 0 ? stdout : stderr };
  }

  /** Of what is not known nothing is said; all else is so. */
  async function isSo(migration: string, begun: string): Promise<void> {
    const path = 'db/migrations/0007_change.sql';
    const { verdict } = await told([{ path, after: migration }], { dialect: 'postgresql' });
    const { before, after } = lived(migration, begun);
    expect(verdict).not.toBe('unknown');
    expect([verdict, after === before ? 'it lives on' : 'it does not']).toEqual([
      verdict,
      ['additive', 'none'].includes(verdict) ? 'it lives on' : 'it does not',
    ]);
  }

  test.each(migrations)('%s', (migration) => isSo(migration, rows));

  test('a column that must be filled, which only an empty table takes', () =>
    isSo('ALTER TABLE step ADD COLUMN colour text NOT NULL', ''));
});
