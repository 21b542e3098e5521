/** What a migration's own SQL does to the schema. Pure. */
import type { Operation } from './operations.ts';

interface SqlRule {
  readonly when: RegExp;
  then(match: RegExpExecArray, added: ReadonlySet<string>): Operation;
}

const rules: readonly SqlRule[] = [
  {
    when: /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i,
    then: ([, name]) => ({ effect: 'additive', what: `creates the table ${name}` }),
  },
  {
    when: /^CREATE INDEX (\w+)/i,
    then: ([, name]) => ({ effect: 'additive', what: `creates the index ${name}` }),
  },
  {
    when: /^DROP (TABLE|INDEX) (?:IF EXISTS )?(\w+)/i,
    then: ([, kind = '', name]) => ({
      effect: 'destructive',
      what: `drops the ${kind.toLowerCase()} ${name}`,
    }),
  },
  {
    when: /^ALTER TABLE (\w+) DROP (?:COLUMN )?(?!INDEX|KEY|CONSTRAINT|PRIMARY|FOREIGN)(\w+)$/i,
    then: ([, table, column]) => ({ effect: 'destructive', what: `drops the column ${table}.${column}` }),
  },
  {
    when: /^ALTER TABLE (\w+) ADD (?:COLUMN )?(?!INDEX|KEY|CONSTRAINT|PRIMARY|FOREIGN|UNIQUE)(\w+)([^,]*)$/i,
    then: ([, table, column, rest = '']) =>
      /NOT NULL/i.test(rest) && !/DEFAULT/i.test(rest)
        ? {
            effect: 'unclear',
            what: `adds the column ${table}.${column}, which may not be null and has no default`,
          }
        : { effect: 'additive', what: `adds the column ${table}.${column}` },
  },
  {
    // To fill a column that the same migration adds touches nothing that the old code reads.
    when: /^UPDATE (\w+) SET (\w+) ?=(?!.*,)/i,
    then: ([sql, table, column = ''], added) =>
      added.has(column)
        ? { effect: 'additive', what: `fills the new column ${table}.${column}` }
        : { effect: 'unclear', what: `changes data (${sql})` },
  },
  { when: /^SELECT\b/i, then: () => ({ effect: 'none', what: '' }) },
];

/** `argument` is what stands between the brackets of `execute(…)`. */
export function sqlOperation(argument: string, added: ReadonlySet<string>): Operation {
  const sql = literalText(argument);
  if (sql === undefined) return { effect: 'unclear', what: `runs SQL that is put together (${argument})` };
  const statements = sql
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const operations = statements.map((statement) => operationOfOne(statement, added));
  const [first] = operations;
  if (first === undefined) return { effect: 'none', what: '' };
  const same = operations.every(({ effect }) => effect === first.effect);
  return { effect: same ? first.effect : 'unclear', what: operations.map(({ what }) => what).join(', ') };
}

function operationOfOne(sql: string, added: ReadonlySet<string>): Operation {
  for (const { when, then } of rules) {
    const match = when.exec(sql);
    if (match !== null) return then(match, added);
  }
  return { effect: 'unclear', what: `runs SQL (${sql})` };
}

/** The text of one plain string literal, perhaps within `text(…)`; undefined where more than that makes the SQL. */
function literalText(argument: string): string | undefined {
  const bare = argument
    .trim()
    .replace(/^(?:sa\.)?text\((.*)\)$/s, '$1')
    .trim();
  const [, , content] = /^("""|'''|"|')(.*)\1,?$/s.exec(bare) ?? [];
  if (content === undefined || /(^|[^\\])(""|'')? ?%/.test(bare.slice(content.length + 2))) return undefined;
  // Two literals side by side, or one formatted, look like one that holds quotes.
  return /["'] ?[%+.]|["'] ["']/.test(content)
    ? undefined
    : content.replaceAll(/[`\\]/g, '').replace(/\s+/g, ' ').trim();
}
