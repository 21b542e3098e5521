/** What holds for migrations of every kind: verdicts of several, advice, bounds, and files that can't be read. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evidenceLine } from '../../src/migrations/index.ts';
import { told } from './told.ts';

const sql = (after: string) => [{ path: 'm/1.sql', after }];

describe('several operations together', () => {
  test.each([
    ['CREATE TABLE a (b int); SELECT 1', 'additive'],
    ['DROP TABLE a; DROP INDEX i', 'destructive'],
    ['CREATE TABLE a (b int); DROP TABLE c', 'mixed'],
    ['CREATE TABLE a (b int); DROP TABLE c; CALL f()', 'unknown'],
    ['SELECT 1', 'none'],
  ])('%s: %s', async (script, verdict) => {
    expect((await told(sql(script))).verdict).toBe(verdict);
  });

  test('have evidence with file, line, verdict and words', async () => {
    const { operations } = await told(sql('\nDROP TABLE a'));
    expect(operations).toEqual([
      {
        file: 'm/1.sql',
        line: 2,
        operation: 'drop-table',
        verdict: 'destructive',
        says: 'drops the table a',
      },
    ]);
    expect(operations.map(evidenceLine)).toEqual(['m/1.sql:2: destructive, drops the table a']);
  });
});

describe('the two-phase advice', () => {
  test('is given where one release has code and takes something away', async () => {
    const { advice } = await told(sql('DROP TABLE a'));
    expect(advice).toEqual([
      'One release brings code and takes away what the code before may use (m/1.sql:1 drops the table a). Better in two: first code that works before and after, then the migration by itself.',
    ]);
  });

  test('is not given for additions, nor where the migration is released by itself', async () => {
    expect((await told(sql('CREATE TABLE a (b int)'))).advice).toEqual([]);
    expect((await told(sql('DROP TABLE a'), { release: 'alone' })).advice).toEqual([]);
  });

  test('names five places at most', async () => {
    const many = Array.from({ length: 8 }, (_, at) => `DROP TABLE t${at};`).join('\n');
    expect((await told(sql(many))).advice.join()).toContain('and 3 more');
  });
});

describe('a file that can not be read is unknown, with why', () => {
  test.each([
    ['m/schema.rb', 'drop_table :a', 'no migration of a kind that can be read'],
    ['m/1.py', 'print("hello")', 'no migration of a kind that can be read'],
    ['m/1.py', `def upgrade(e):\n  x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`, 'read'],
    ['m/1.py', `def upgrade(e):\n${' if x:\n'.repeat(1).padEnd(8)}  f(\n`, 'not Python'],
    ['m/1.sql', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, "can't be read"],
    ['m/1.sql', `SELECT ${'1+'.repeat(9_000)}1`, "can't be read"],
    ['m/1.sql', 'SELECT 1;'.repeat(3_000), 'read at most'],
    ['m/1.sql', ' '.repeat(600_000), 'longer than'],
    [
      'm/1.py',
      `def upgrade(e):\n${'  for a in (1,2,3,4,5,6,7,8,9):\n'.replaceAll('  ', ' ')}${' '.repeat(2)}pass\n`,
      'nothing',
    ],
  ])('%s (%#)', async (path, after, why) => {
    const { verdict, words } = await told([{ path, after }], { dialect: 'postgresql' });
    expect(verdict).toBe(why === 'nothing' ? 'none' : 'unknown');
    expect(words.join()).toContain(why);
  });

  test('loops in loops are given up', async () => {
    const loops = Array.from(
      { length: 8 },
      (_, at) => `${' '.repeat(at + 1)}for x${at} in (1, 2, 3, 4, 5, 6, 7, 8, 9):`,
    );
    const source = `def upgrade(e):\n${loops.join('\n')}\n${' '.repeat(10)}e.dispose()\n`;
    const { words } = await told([{ path: 'm/1.py', after: source }]);
    expect(words.at(-1)).toContain('does more than can be followed');
  });

  test('too many files are refused whole', async () => {
    const files = Array.from({ length: 2_001 }, (_, at) => ({ path: `m/${at}.sql`, after: 'SELECT 1' }));
    expect((await told(files)).verdict).toBe('unknown');
  });

  test('what stands beside migrations is none', async () => {
    const paths = [
      'm/__init__.py',
      'm/env.py',
      'm/script.py.mako',
      'm/README',
      'm/migrate.cfg',
      'm/atlas.sum',
    ];
    expect((await told(paths.map((path) => ({ path, after: 'x = drop()' })))).verdict).toBe('none');
  });

  test('what is shown holds no control characters', async () => {
    const { words } = await told([{ path: 'm/1.py', after: 'def upgrade(e):\n  evil("\u001b[2J")\n' }]);
    expect(words.join()).not.toContain('\u001b');
  });
});

describe('whatever a file holds', () => {
  const pieces = fc.constantFrom(
    ...[
      'def upgrade(e):\n',
      ' op.',
      ' execute(',
      '"',
      "'''",
      'DROP TABLE a',
      ';',
      '(',
      ')',
      '$$',
      '/*',
      '*/',
      '--',
      '\n',
      '\\',
      'class Migration(migrations.Migration):\n',
      ' operations = [',
      'f"{',
      '}"',
      '%s',
      'ALTER TABLE a ADD COLUMN ',
    ],
  );

  test('there is a verdict, and never an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 30 }),
        fc.constantFrom('py', 'sql'),
        async (parts, ending) => {
          const { verdict, operations } = await told([{ path: `m/1.${ending}`, after: parts.join('') }]);
          expect(['none', 'additive', 'destructive', 'mixed', 'unknown']).toContain(verdict);
          if (parts.length > 0) expect(operations.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
