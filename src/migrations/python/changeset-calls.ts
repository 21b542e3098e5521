/** SQLAlchemy's own objects and SQLAlchemy-migrate's changesets: `column.create(table)`, `table.c.comment.drop()`. */
import type { Act, ConstraintKind } from '../act.ts';
import { unknownAct } from '../act.ts';
import { columnOf, columnOfTable, tableOf } from './columns.ts';
import { argument, calledAs, flag, methodOf, nameOf, objectOf } from './reading.ts';
import type { Called } from './reading.ts';
import type { Bound } from './scope.ts';
import type { ReadCall } from './walk.ts';

const constraints: Readonly<Record<string, ConstraintKind>> = {
  UniqueConstraint: 'unique',
  CheckConstraint: 'check',
  ForeignKeyConstraint: 'foreign key',
  PrimaryKeyConstraint: 'primary key',
};

export const changesetCalls: ReadCall = (call, scope, names) => {
  const called: Called = { call, scope, names };
  const object = objectOf(called);
  if (object === undefined) return undefined;
  switch (methodOf(call)) {
    case 'create':
      return created(called, object);
    case 'drop':
      return dropped(called, object);
    case 'alter':
      return altered(called, object);
    case 'rename':
      return [
        {
          act: 'rename-table',
          table: tableOf(object, names) ?? nameOf(object),
          to: nameOf(argument(called, 'name', 0)),
        },
      ];
    case 'create_all':
      return allCreated(called);
    case 'drop_all':
      return [unknownAct('drop-tables', `drops all declared tables (${call.text})`)];
    default:
      return undefined;
  }
};

/** Tables that are declared with their columns; those without are looked up in the database, and there already. */
function allCreated({ call, scope, names }: Called): Act[] {
  const tables = scope.bounds().flatMap((bound) => {
    const table = calledAs(bound, names, 'Table');
    const own = table?.call.arguments.some(
      (value) => columnOf({ value, scope: table.scope }, names) !== undefined,
    );
    return table !== undefined && own === true ? [nameOf(argument(table, 'name', 0))] : [];
  });
  return tables.length === 0
    ? [unknownAct('create-tables', `creates tables that are declared elsewhere (${call.text})`)]
    : [...new Set(tables)].map((table): Act => ({ act: 'create-table', table }));
}

function created(called: Called, object: Bound): Act[] {
  const { names, call } = called;
  const column = columnOf(object, names);
  if (column !== undefined) {
    const given = argument(called, 'table', 0);
    return [{ act: 'add-column', table: tableOf(given, names) ?? nameOf(given), ...column }];
  }
  if (calledAs(object, names, 'Table') !== undefined)
    return [{ act: 'create-table', table: tableOf(object, names) ?? '' }];
  const index = calledAs(object, names, 'Index');
  if (index !== undefined) return [indexAct(index)];
  const constraint = constraintOf(object, called);
  if (constraint !== undefined)
    return [{ act: 'add-constraint', constraint: constraint.kind, ...constraint.place, checked: 'now' }];
  const type = calledAs(object, names, 'Enum', 'ENUM');
  if (type !== undefined)
    return [{ act: 'create-object', object: 'type', name: nameOf(argument(type, 'name')) }];
  return [unknownAct('create', `creates something declared elsewhere (${call.text})`)];
}

function dropped({ names, call, scope }: Called, object: Bound): Act[] {
  const column = columnOfTable(object, names);
  if (column !== undefined) return [{ act: 'drop-column', ...column }];
  const table = tableOf(object, names);
  if (table !== undefined) return [{ act: 'drop-table', table }];
  const index = calledAs(object, names, 'Index');
  if (index !== undefined) return [{ act: 'drop-index', name: nameOf(argument(index, 'name', 0)) }];
  const constraint = constraintOf(object, { call, scope, names });
  if (constraint !== undefined)
    return [{ act: 'drop-constraint', constraint: constraint.kind, ...constraint.place }];
  const type = calledAs(object, names, 'Enum', 'ENUM');
  if (type !== undefined)
    return [{ act: 'drop-object', object: 'type', name: nameOf(argument(type, 'name')) }];
  return [unknownAct('drop', `drops something declared elsewhere (${call.text})`)];
}

/** What a column was before is not written in the call: of `alter` a new name and a lifted NOT NULL alone are sure. */
function altered(called: Called, object: Bound): Act[] {
  const column = columnOfTable(object, called.names);
  const { call } = called;
  if (column === undefined || call.spread === 'some' || call.arguments.length > 0)
    return [unknownAct('alter-column', `alters a column (${call.text})`)];
  return [...call.named.keys()].flatMap((name): Act[] => {
    const given = argument(called, name);
    if (name === 'name') return [{ act: 'rename-column', ...column, to: nameOf(given) }];
    if (name === 'type')
      return [{ act: 'alter-type', ...column, to: given?.value.text ?? '', change: 'unknown' }];
    const nullable = name === 'nullable' ? flag(given, 'unknown') : 'unknown';
    if (nullable !== 'unknown')
      return [{ act: nullable === 'yes' ? 'drop-not-null' : 'set-not-null', ...column }];
    if (name === 'server_default')
      return [{ act: given?.value.type === 'none' ? 'drop-default' : 'set-default', ...column }];
    return [unknownAct('alter-column', `alters a column (${call.text})`)];
  });
}

function indexAct(index: Called): Act {
  const table = index.call.arguments
    .slice(1)
    .map((value) => columnOfTable({ value, scope: index.scope }, index.names)?.table)
    .find((name) => name !== undefined);
  return {
    act: 'create-index',
    name: nameOf(argument(index, 'name', 0)),
    table: table ?? '',
    unique: ({ yes: 'unique', no: 'plain', unknown: 'unknown' } as const)[
      flag(argument(index, 'unique'), 'no')
    ],
    building: 'locking',
  };
}

function constraintOf(
  object: Bound,
  { names }: Called,
):
  | { readonly kind: ConstraintKind; readonly place: { readonly name: string; readonly table: string } }
  | undefined {
  const constraint = calledAs(object, names, ...Object.keys(constraints));
  if (constraint === undefined) return undefined;
  const name = argument(constraint, 'name');
  const table = argument(constraint, 'table');
  return {
    kind: constraints[methodOf(constraint.call)] ?? 'unknown',
    place: {
      name: name === undefined ? '' : nameOf(name),
      table: tableOf(table, names) ?? (table === undefined ? 'its table' : nameOf(table)),
    },
  };
}
