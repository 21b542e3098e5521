/** Plain SQL, by PostgreSQL's own grammar and by one of MySQL's. */
import { describe, expect, test } from '@jest/globals';
import { told } from './told.ts';

const up = (after: string, dialect: 'postgresql' | 'mysql' | 'auto' = 'auto') =>
  told([{ path: 'db/migrations/0007_change.sql', after }], { dialect });

describe('PostgreSQL', () => {
  test.each([
    ['ALTER TABLE a ADD COLUMN b int', 'additive'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL', 'mixed'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0', 'additive'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT NULL', 'mixed'],
    ['ALTER TABLE a ADD COLUMN b bigserial NOT NULL', 'additive'],
    ['ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS IDENTITY', 'additive'],
    ['ALTER TABLE a DROP COLUMN IF EXISTS b CASCADE', 'destructive'],
    ['ALTER TABLE a ADD b int, DROP c', 'mixed'],
    ['ALTER TABLE a ALTER b TYPE bigint USING b::bigint', 'unknown'],
    ['ALTER TABLE a ALTER b SET NOT NULL', 'destructive'],
    ['ALTER TABLE a ALTER b DROP NOT NULL', 'additive'],
    ['ALTER TABLE a ALTER b DROP DEFAULT', 'destructive'],
    ['ALTER TABLE a RENAME COLUMN b TO c', 'mixed'],
    ['ALTER TABLE a RENAME TO b', 'mixed'],
    ['ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES c(id) NOT VALID', 'mixed'],
    ['ALTER TABLE a ADD CONSTRAINT positive CHECK (b > 0)', 'destructive'],
    ['ALTER TABLE a VALIDATE CONSTRAINT fk', 'none'],
    ['ALTER TABLE a DROP CONSTRAINT fk', 'unknown'],
    ['ALTER TABLE a ENABLE ROW LEVEL SECURITY', 'unknown'],
    ["ALTER TYPE mood ADD VALUE 'calm'", 'additive'],
    ["ALTER TYPE mood RENAME VALUE 'calm' TO 'still'", 'mixed'],
    ['DROP TABLE a, b CASCADE', 'destructive'],
    ['TRUNCATE a', 'destructive'],
    ['CREATE OR REPLACE VIEW v AS SELECT 1', 'unknown'],
    ['CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()', 'unknown'],
    ["DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$", 'unknown'],
    ['SELECT 1', 'none'],
    ['SELECT drop_everything()', 'unknown'],
    ['WITH gone AS (DELETE FROM a RETURNING *) SELECT count(*) FROM gone', 'unknown'],
    ['SELECT * INTO b FROM a', 'additive'],
    ['CREATE TEMPORARY TABLE t (a int)', 'none'],
    ["COMMENT ON TABLE a IS 'x; DROP TABLE a'", 'none'],
    ['BEGIN; SET lock_timeout = 5000; COMMIT', 'none'],
    ['REVOKE SELECT ON a FROM reader', 'destructive'],
    ['ALTER TABL a', 'unknown'],
  ])('%s is %s', async (sql, verdict) => {
    expect((await up(sql, 'postgresql')).verdict).toBe(verdict);
  });

  test('statements have their lines, past comments, dollar quotes and semicolons in strings', async () => {
    const { words } = await up(
      [
        '-- first; second',
        'CREATE TABLE a (id int);',
        "/* a /* nested */ ; comment */ COMMENT ON TABLE a IS ';';",
        'CREATE FUNCTION f() RETURNS void AS $body$',
        'BEGIN',
        '  DROP TABLE b;',
        'END $body$ LANGUAGE plpgsql;',
        '',
        'DROP TABLE',
        '  c',
      ].join('\n'),
      'postgresql',
    );
    expect(words).toEqual([
      '2 additive, creates the table a',
      '4 additive, creates the function f',
      '9 destructive, drops the table c',
    ]);
  });

  test('locks are warned of, and not where they are avoided or the table is new', async () => {
    const warned = async (sql: string) =>
      (await up(sql, 'postgresql')).advice.filter((one) => /wait|locked/.test(one));
    expect(await warned('CREATE INDEX i ON a (b)')).toEqual([
      'db/migrations/0007_change.sql:1: writes to a wait until the index is built: CREATE INDEX CONCURRENTLY does without.',
    ]);
    expect(await warned('ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES c(id)')).toHaveLength(1);
    expect(await warned('CREATE INDEX CONCURRENTLY i ON a (b)')).toEqual([]);
    expect(
      await warned('ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES c(id) NOT VALID'),
    ).toEqual([]);
    expect(await warned('CREATE TABLE a (b int); CREATE INDEX i ON a (b)')).toEqual([]);
  });
});

describe('MySQL', () => {
  test.each([
    ['ALTER TABLE `rules` ADD COLUMN `b` INT AFTER `c`', 'additive'],
    ['ALTER TABLE `rules` ADD COLUMN `b` INT NOT NULL', 'mixed'],
    ["ALTER TABLE rules ADD b VARCHAR(5) NOT NULL DEFAULT ''", 'additive'],
    ['ALTER TABLE rules DROP COLUMN b', 'destructive'],
    ['ALTER TABLE rules MODIFY sc_id INTEGER NOT NULL', 'unknown'],
    ['ALTER TABLE rules RENAME COLUMN b TO c', 'mixed'],
    ['ALTER TABLE rules ADD INDEX i (b), ALGORITHM=INPLACE, LOCK=NONE', 'additive'],
    ['ALTER TABLE rules ADD UNIQUE KEY k (b)', 'mixed'],
    ['ALTER TABLE rules DROP FOREIGN KEY fk', 'mixed'],
    ['RENAME TABLE a TO b', 'mixed'],
    ['DROP TABLE IF EXISTS a, b', 'destructive'],
    ['CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB', 'additive'],
    ['INSERT IGNORE INTO a VALUES (1)', 'unknown'],
    ['# nothing; DROP TABLE a\nSELECT 1', 'none'],
    ['/*!50000 DROP TABLE a */', 'unknown'],
    ['ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4', 'unknown'],
    ["SELECT 'it\\'s; DROP TABLE a'", 'none'],
  ])('%s is %s', async (sql, verdict) => {
    expect((await up(sql, 'mysql')).verdict).toBe(verdict);
  });

  test('is found by what PostgreSQL can not read', async () => {
    expect((await up('ALTER TABLE `a` ADD COLUMN `b` INT;\nDROP INDEX i ON a;')).words).toEqual([
      '1 additive, adds the column a.b',
      '2 destructive, drops the index i',
    ]);
    expect((await up('SELECT 1; /*!50000 DROP TABLE a */')).verdict).toBe('unknown');
  });
});

describe('the way back', () => {
  const script = '-- +goose Up\nDROP TABLE a;\n\n-- +goose Down\nCREATE TABLE a (id int);\n';

  test('in a section of the script is not what the way forward does', async () => {
    expect((await up(script)).words).toEqual(['2 destructive, drops the table a']);
    const back = await told([{ path: 'm/1.sql', before: script }], { direction: 'downgrade' });
    expect(back.words).toEqual(['5 additive, creates the table a']);
  });

  test('in a file of its own', async () => {
    const pair = [
      { path: 'm/1_x.up.sql', text: 'DROP TABLE a' },
      { path: 'm/1_x.down.sql', text: 'CREATE TABLE a (id int)' },
    ];
    const forward = await told(pair.map(({ path, text: after }) => ({ path, after })));
    expect(forward.verdict).toBe('destructive');
    const back = await told(
      pair.map(({ path, text: before }) => ({ path, before })),
      { direction: 'downgrade' },
    );
    expect(back.verdict).toBe('additive');
  });

  test('that nobody wrote is unknown', async () => {
    const back = await told([{ path: 'm/1_x.up.sql', before: 'DROP TABLE a' }], { direction: 'downgrade' });
    expect(back.words).toEqual(['1 unknown, says nothing of the way back']);
  });
});
