/**
 * What one statement of a migration does to the schema, SQLAlchemy-migrate's words and Alembic's alike. Pure.
 * Only what is surely additive or surely destructive is called so; whatever else does anything is unclear.
 */
import type { Statement } from './python.ts';
import { sqlOperation } from './sql.ts';

/** `none`: the statement does nothing to the database. */
export type Effect = 'additive' | 'destructive' | 'unclear' | 'none';

export interface Operation {
  readonly effect: Effect;
  /** In words: 'drops the column rules.whitelist'. */
  readonly what: string;
}

/** What earlier statements of the same migration have declared. */
export interface Declared {
  /** Variables that hold a column which may not be null and has no default in the database. */
  readonly strictColumns: ReadonlySet<string>;
  /** Variables that hold any column or table. */
  readonly variables: ReadonlySet<string>;
  /** Names of the columns that the migration adds. */
  readonly added: ReadonlySet<string>;
}

const strictness = 'may not be null and has no default: code that does not know it yet can no longer insert';

interface Rule {
  readonly when: RegExp;
  then(match: RegExpExecArray, text: string, declared: Declared): Operation;
}

const always =
  (effect: Effect, what: string) =>
  (match: RegExpExecArray): Operation => ({ effect, what: what.replace('$1', match[1] ?? '') });

const isStrict = (text: string): boolean => /nullable ?= ?False/.test(text) && !/server_default/.test(text);
const isUnique = (text: string): boolean => /unique ?= ?True/.test(text);

/** The first that fits decides. */
const rules: readonly Rule[] = [
  { when: /\.?execute\((.*)\)$/, then: ([, argument = ''], _, { added }) => sqlOperation(argument, added) },

  // Alembic
  {
    when: /\.add_column\((.*)\)$/,
    then: ([, inside = '']) =>
      isStrict(inside)
        ? { effect: 'unclear', what: `adds a column that ${strictness} (${inside})` }
        : { effect: 'additive', what: `adds the column ${quoted(inside)}` },
  },
  { when: /\.create_table\( ?["'](\w+)/, then: always('additive', 'creates the table $1') },
  {
    when: /\.drop_column\((.*)\)$/,
    then: ([, inside = '']) => ({ effect: 'destructive', what: `drops the column ${quoted(inside)}` }),
  },
  { when: /\.drop_table\( ?["'](\w+)/, then: always('destructive', 'drops the table $1') },
  { when: /\.drop_index\( ?["']?(\w+)/, then: always('destructive', 'drops the index $1') },
  {
    when: /\.create_index\( ?["']?(\w+)/,
    then: ([, name = ''], text) =>
      isUnique(text)
        ? { effect: 'unclear', what: `creates the unique index ${name}` }
        : { effect: 'additive', what: `creates the index ${name}` },
  },
  {
    when: /\.rename_table\((.*)\)$/,
    then: always('unclear', 'renames a table ($1): neither code runs with the other name'),
  },
  { when: /\.alter_column\((.*)\)$/, then: always('unclear', 'alters a column ($1)') },
  {
    when: /\.(bulk_insert|create_\w*constraint|drop_constraint|create_foreign_key|create_primary_key)\(/,
    then: always('unclear', 'calls $1'),
  },

  // SQLAlchemy-migrate
  {
    when: /\.c\.(\w+)\.drop\(/,
    then: ([, column = ''], text) => ({
      effect: 'destructive',
      what: `drops the column ${inTable(text)}${column}`,
    }),
  },
  {
    when: /\.c\[["']?(\w+)["']?\]\.drop\(/,
    then: ([, column = ''], text) => ({
      effect: 'destructive',
      what: `drops the column ${inTable(text)}${column}`,
    }),
  },
  { when: /\bTable\( ?["'](\w+)["'].*\)\.drop\(/, then: always('destructive', 'drops the table $1') },
  {
    when: /\.alter\(.*\bname ?=/,
    then: (_, text) => ({
      effect: 'unclear',
      what: `renames a column: neither code runs with the other name (${text})`,
    }),
  },
  { when: /\.alter\(/, then: (_, text) => ({ effect: 'unclear', what: `alters a column (${text})` }) },
  { when: /(\w*Constraint)\(.*\)\.(?:create|drop)\(/, then: always('unclear', 'changes a $1') },
  { when: /\bIndex\( ?["'](\w+)["'].*\)\.drop\(/, then: always('destructive', 'drops the index $1') },
  {
    when: /\bIndex\( ?["'](\w+)["'].*\)\.create\(/,
    then: ([, name = ''], text) =>
      isUnique(text)
        ? { effect: 'unclear', what: `creates the unique index ${name}` }
        : { effect: 'additive', what: `creates the index ${name}` },
  },
  { when: /\.drop_all\(/, then: always('destructive', 'drops all declared tables') },
  { when: /\.create_all\(/, then: always('additive', 'creates the tables declared above') },
  { when: /(\w+)\.drop\(/, then: always('destructive', 'drops $1') },
  {
    when: /^(\w+)\.create\((.*)\)$/,
    then([, column = '', table = ''], text, { strictColumns, variables }) {
      if (!variables.has(column))
        return { effect: 'unclear', what: `creates something declared elsewhere (${text})` };
      return strictColumns.has(column)
        ? { effect: 'unclear', what: `adds the column ${column}, which ${strictness}` }
        : { effect: 'additive', what: `creates ${column}${table === '' ? '' : ` in ${quoted(table)}`}` };
    },
  },
  {
    when: /\.create\(/,
    then(_, text) {
      if (!/\b(Column|Table)\(/.test(text))
        return { effect: 'unclear', what: `creates something declared elsewhere (${text})` };
      return /\bColumn\(/.test(text) && !/\bTable\(.*\bColumn\(/.test(text) && isStrict(text)
        ? { effect: 'unclear', what: `adds a column that ${strictness} (${text})` }
        : { effect: 'additive', what: `creates ${quoted(text)}` };
    },
  },
  {
    when: /\b(rename|populate|insert|update|delete)\(/,
    then: (_, text) => ({ effect: 'unclear', what: `changes data or names (${text})` }),
  },
];

/** Statements that only prepare: imports, declarations, branches, connections. */
const harmless: readonly RegExp[] = [
  /^(pass|return|continue|break)\b/,
  /^(from|import|global|nonlocal)\b/,
  /^["']/,
  /^(if|elif|else|for|while|with|try|except|finally|def|async def|class)\b.*:$/,
  /^[\w.]+(: ?[\w[\], .]+)? ?= ?(?!.*\b(?!Table|MetaData|Column|ForeignKey|get_bind|connect|Inspector|inspect)[a-z_]\w*\()/,
  /^[\w.]+ ?= ?(\w+\.)?(connect|get_bind|inspect|begin)\(.*\)$/,
  /^(\w+\.)?(close|commit|begin|print|info|debug|warning)\(.*\)$/,
  /^(logging|logger|log|print)\b/,
];

/** A docstring, or a text that is given a name. */
const onlyText = /^(?:[\w.]+ ?= ?)?[rbfu]{0,2}("""|'''|"|')(?:(?!\1).)*\1$/i;

export function operationOf(
  { text }: Statement,
  declared: Declared,
  helpers: ReadonlySet<string>,
): Operation {
  if (onlyText.test(text)) return { effect: 'none', what: '' };
  for (const { when, then } of rules) {
    const match = when.exec(text);
    if (match !== null) return then(match, text, declared);
  }
  const called = /^(\w+)\(/.exec(text)?.[1];
  const known =
    harmless.some((pattern) => pattern.test(text)) || (called !== undefined && helpers.has(called));
  return known ? { effect: 'none', what: '' } : { effect: 'unclear', what: `does something else (${text})` };
}

/** What the statements declare that the operations after them use. */
export function declaredBy(statements: readonly Statement[]): Declared {
  const columns = statements.flatMap(({ text }) => {
    const [, variable, name] = /^(\w+) ?= ?(?:sa\.)?Column\( ?["'](\w+)["']/.exec(text) ?? [];
    return variable === undefined || name === undefined ? [] : [{ variable, name, strict: isStrict(text) }];
  });
  const byAlembic = statements.flatMap(({ text }) => {
    const name = /\.add_column\(.*Column\( ?["'](\w+)["']/.exec(text)?.[1];
    return name === undefined ? [] : [name];
  });
  const tables = statements.flatMap(
    ({ text }) => /^(\w+) ?= ?(?:sa\.)?(?:Table|Index)\(/.exec(text)?.[1] ?? [],
  );
  return {
    variables: new Set([...tables, ...columns.map(({ variable }) => variable)]),
    strictColumns: new Set(columns.filter(({ strict }) => strict).map(({ variable }) => variable)),
    added: new Set([...columns.map(({ name }) => name), ...byAlembic]),
  };
}

/** The names that stand in quotes: `'rules', 'whitelist'` as `rules.whitelist`. */
function quoted(text: string): string {
  const names = [...text.matchAll(/["'](\w+)["']/g)].map(([, name]) => name).slice(0, 2);
  return names.length === 0 ? text : names.join('.');
}

const inTable = (text: string): string => {
  const table = /\bTable\( ?["'](\w+)["']/.exec(text)?.[1];
  return table === undefined ? '' : `${table}.`;
};
