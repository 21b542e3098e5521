/** Columns and tables as SQLAlchemy declares them. */
import type { ColumnNeeds } from '../act.ts';
import { argument, calledAs, flag, nameOf } from './reading.ts';
import type { Called } from './reading.ts';
import { resolve } from './scope.ts';
import type { Bound, Names } from './scope.ts';

export interface DeclaredColumn {
  readonly column: string;
  readonly needs: ColumnNeeds;
}

/** What `Column(…)` declares, in place or behind a name. */
export function columnOf(bound: Bound | undefined, names: Names): DeclaredColumn | undefined {
  const called = calledAs(bound, names, 'Column');
  return called === undefined
    ? undefined
    : { column: nameOf(argument(called, 'name', 0)), needs: needsOf(called) };
}

function needsOf(called: Called): ColumnNeeds {
  if (called.call.spread === 'some') return 'unknown';
  const nullable = flag(argument(called, 'nullable'), primary(called));
  if (nullable === 'yes' || hasDefault(called)) return 'nothing';
  return nullable === 'no' ? 'a value' : 'unknown';
}

const primary = (called: Called): 'yes' | 'no' | 'unknown' => {
  const key = flag(argument(called, 'primary_key'), 'no');
  return key === 'unknown' ? key : key === 'yes' ? 'no' : 'yes';
};

/** A default of the database. `default=` is one of the code alone. */
function hasDefault(called: Called): boolean {
  const given = argument(called, 'server_default');
  if (given !== undefined && resolve(given).value.type !== 'none') return true;
  return called.call.arguments.some(
    (value) => calledAs({ value, scope: called.scope }, called.names, 'Computed', 'Identity') !== undefined,
  );
}

/** The name of a table: `Table('rules', …)`, `sa.table('rules')`, `metadata.tables['rules']`, or a variable of one. */
export function tableOf(bound: Bound | undefined, names: Names): string | undefined {
  if (bound === undefined) return undefined;
  const called = calledAs(bound, names, 'Table', 'table');
  if (called !== undefined) return nameOf(argument(called, 'name', 0));
  const { value, scope } = resolve(bound);
  if (value.type === 'item' && value.of.type === 'member' && value.of.name === 'tables')
    return nameOf({ value: value.key, scope });
  return undefined;
}

/** `rules.c.comment`, `rules.columns['comment']`: a column of a declared table. */
export function columnOfTable(
  bound: Bound | undefined,
  names: Names,
): { readonly table: string; readonly column: string } | undefined {
  if (bound === undefined) return undefined;
  const { value, scope } = resolve(bound);
  if (value.type !== 'member' && value.type !== 'item') return undefined;
  const { of } = value;
  if (of.type !== 'member' || (of.name !== 'c' && of.name !== 'columns')) return undefined;
  const owner = { value: of.of, scope };
  return {
    table: tableOf(owner, names) ?? nameOf(owner),
    column: value.type === 'member' ? value.name : nameOf({ value: value.key, scope }),
  };
}
