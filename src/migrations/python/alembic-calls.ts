/** Alembic's operations: `op.add_column(…)`, and those of `with op.batch_alter_table('rules') as batch`. */
import type { Act, ConstraintKind } from '../act.ts';
import { unknownAct } from '../act.ts';
import { typeChange } from './column-types.ts';
import { columnOf, tableOf } from './columns.ts';
import { argument, calledAs, flag, isPath, methodOf, nameOf, objectOf } from './reading.ts';
import type { Called } from './reading.ts';
import { resolve } from './scope.ts';
import type { Bound } from './scope.ts';
import type { ReadCall } from './walk.ts';

/** An operation with its table and the arguments behind it: a batch has told the table beforehand. */
interface Operation extends Called {
  readonly table: string;
  /** The place of the first argument behind the table. */
  readonly from: number;
  /** Where the table would be named, for operations that name something else first. */
  readonly second: string;
}

const kinds: Readonly<Record<string, ConstraintKind>> = {
  foreignkey: 'foreign key',
  unique: 'unique',
  check: 'check',
  primary: 'primary key',
};

const table: Readonly<Record<string, (operation: Operation) => readonly Act[]>> = {
  add_column(operation) {
    const given = argument(operation, 'column', operation.from);
    const column = columnOf(given, operation.names);
    const name = operation.table;
    if (column !== undefined) return [{ act: 'add-column', table: name, ...column }];
    return [
      unknownAct(
        'add-column',
        `adds a column that is declared elsewhere to ${name} (${operation.call.text})`,
      ),
    ];
  },
  drop_column: (operation) => [
    {
      act: 'drop-column',
      table: operation.table,
      column: nameOf(argument(operation, 'column_name', operation.from)),
    },
  ],
  alter_column: alterColumn,
  create_table: (operation) => [{ act: 'create-table', table: operation.table }],
  drop_table: (operation) => [{ act: 'drop-table', table: operation.table }],
  rename_table: (operation) => [
    { act: 'rename-table', table: operation.table, to: nameOf(argument(operation, 'new_table_name', 1)) },
  ],
  create_index: (operation) => [
    {
      act: 'create-index',
      name: nameOf(argument(operation, 'index_name', 0)),
      table: operation.second,
      unique: ({ yes: 'unique', no: 'plain', unknown: 'unknown' } as const)[
        flag(argument(operation, 'unique'), operation.call.spread === 'some' ? 'unknown' : 'no')
      ],
      building: flag(argument(operation, 'postgresql_concurrently'), 'no') === 'yes' ? 'online' : 'locking',
    },
  ],
  drop_index: (operation) => [{ act: 'drop-index', name: nameOf(argument(operation, 'index_name', 0)) }],
  create_unique_constraint: (operation) => added(operation, 'unique'),
  create_check_constraint: (operation) => added(operation, 'check'),
  create_foreign_key: (operation) => added(operation, 'foreign key'),
  create_primary_key: (operation) => added(operation, 'primary key'),
  create_exclude_constraint: (operation) => added(operation, 'exclusion'),
  drop_constraint: (operation) => [
    {
      act: 'drop-constraint',
      constraint: kinds[nameOf(argument(operation, 'type_'))] ?? 'unknown',
      name: nameOf(argument(operation, 'constraint_name', 0)),
      table: operation.second,
    },
  ],
  bulk_insert: (operation) => [
    {
      act: 'insert-rows',
      table:
        tableOf(argument(operation, 'table', 0), operation.names) ?? nameOf(argument(operation, 'table', 0)),
    },
  ],
  create_table_comment: () => [],
  drop_table_comment: () => [],
  batch_alter_table: () => [],
  f: () => [],
};

export const alembicCalls: ReadCall = (call, scope, names) => {
  const called: Called = { call, scope, names };
  const object = objectOf(called);
  const read = Object.hasOwn(table, methodOf(call)) ? table[methodOf(call)] : undefined;
  if (object === undefined || read === undefined) return undefined;

  const batch = calledAs(object, names, 'batch_alter_table');
  if (batch !== undefined) {
    const name = nameOf(argument(batch, 'table_name', 0));
    return read({ ...called, table: name, from: 0, second: name });
  }
  if (!isPath(object, names, /(^|\.)op$/)) return undefined;
  const first = nameOf(argument(called, 'table_name', 0) ?? argument(called, 'old_table_name'));
  const second = nameOf(argument(called, 'table_name', 1) ?? argument(called, 'source_table', 1));
  return read({ ...called, table: first, from: 1, second });
};

function added(operation: Operation, constraint: ConstraintKind): Act[] {
  return [
    {
      act: 'add-constraint',
      constraint,
      name: nameOf(argument(operation, 'constraint_name', 0)),
      table: operation.second,
      checked: flag(argument(operation, 'postgresql_not_valid'), 'no') === 'yes' ? 'later' : 'now',
    },
  ];
}

/** One call may change name, type, default and nullability at once. */
function alterColumn(operation: Operation): Act[] {
  const at = { table: operation.table, column: nameOf(argument(operation, 'column_name', operation.from)) };
  const acts: Act[] = [];
  if (operation.call.spread === 'some')
    acts.push(unknownAct('alter-column', `alters a column (${operation.call.text})`));

  const name = argument(operation, 'new_column_name');
  if (name !== undefined) acts.push({ act: 'rename-column', ...at, to: nameOf(name) });
  const to = argument(operation, 'type_');
  if (to !== undefined) {
    const change = typeChange(argument(operation, 'existing_type'), to);
    if (change !== 'same') acts.push({ act: 'alter-type', ...at, to: resolve(to).value.text, change });
  }
  acts.push(...nullability(at, argument(operation, 'nullable')));
  const server = argument(operation, 'server_default');
  if (server !== undefined) {
    const dropped = ['none', 'false'].includes(resolve(server).value.type);
    acts.push({ act: dropped ? 'drop-default' : 'set-default', ...at });
  }
  return acts;
}

function nullability(at: { table: string; column: string }, nullable: Bound | undefined): Act[] {
  if (nullable === undefined) return [];
  switch (flag(nullable, 'unknown')) {
    case 'yes':
      return [{ act: 'drop-not-null', ...at }];
    case 'no':
      return [{ act: 'set-not-null', ...at }];
    case 'unknown':
      return [unknownAct('alter-column', `changes whether ${at.table}.${at.column} may be null`)];
  }
}
