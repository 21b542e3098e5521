/** Django's operations, forwards and backwards. */
import type { Act, Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import type { Side } from '../adapter.ts';
import { argument, isPath, methodOf, nameOf } from '../python/reading.ts';
import type { Called } from '../python/reading.ts';
import { resolve } from '../python/scope.ts';
import type { Bound, Names } from '../python/scope.ts';
import { textOf } from '../python/text.ts';
import type { SqlReader } from '../sql/read-sql.ts';
import { addField, constraintKind } from './django-fields.ts';
import type { DjangoFields } from './django-fields.ts';

export interface OperationPlace {
  readonly app: string;
  readonly side: Side;
  readonly sql: SqlReader;
  readonly fields: DjangoFields;
  readonly names: Names;
}

interface Operation extends Called, OperationPlace {
  /** 'orders.Order' */
  readonly model: string;
}

type Way = (operation: Operation) => readonly Act[];

interface Ways {
  readonly up: Way;
  readonly down: Way;
}

const nothing: Ways = { up: () => [], down: () => [] };
const both = (up: Way, down: Way): Ways => ({ up, down });

const name = (operation: Operation, argumentName: string, place: number): string =>
  nameOf(argument(operation, argumentName, place));
const inApp = ({ app }: Operation, model: string): string => (app === '' ? model : `${app}.${model}`);

const createModel: Way = (operation) => {
  const table = inApp(operation, name(operation, 'name', 0));
  if (
    /['"](managed)['"]:\s*False|['"]proxy['"]:\s*True/.test(
      argument(operation, 'options', 2)?.value.text ?? '',
    )
  )
    return [];
  const given = argument(operation, 'fields', 1);
  const list = given === undefined ? undefined : resolve(given);
  if (list?.value.type === 'list')
    for (const item of list.value.items) {
      const [column, field] = item.type === 'list' ? item.items : [];
      if (column === undefined || field === undefined) continue;
      const place = { table, column: nameOf({ value: column, scope: list.scope }) };
      operation.fields.set(place, { value: field, scope: list.scope }, operation.names);
    }
  return [{ act: 'create-table', table }];
};
const deleteModel: Way = (operation) => [
  { act: 'drop-table', table: inApp(operation, name(operation, 'name', 0)) },
];

const place = (operation: Operation): { table: string; column: string } => ({
  table: operation.model,
  column: name(operation, 'name', 1),
});

const added: Way = (operation) => {
  const field = argument(operation, 'field', 2);
  if (field === undefined) return [unknownAct('add-field', `adds a field (${operation.call.text})`)];
  operation.fields.set(place(operation), field, operation.names);
  return addField(place(operation), field, operation.names);
};
const removed: Way = (operation) => [{ act: 'drop-column', ...place(operation) }];
const restored: Way = (operation) => {
  const field = operation.fields.get(place(operation));
  return field === undefined
    ? [{ act: 'add-column', ...place(operation), needs: 'unknown' }]
    : addField(place(operation), field, operation.names);
};

const index: Way = (operation) => {
  const made = argument(operation, 'index', 1);
  const called = made === undefined ? undefined : resolve(made);
  const called2 = called?.value.type === 'call' ? called.value.named.get('name') : undefined;
  return [
    {
      act: 'create-index',
      name:
        called2 === undefined ? '<?>' : nameOf({ value: called2, scope: called?.scope ?? operation.scope }),
      table: operation.model,
      unique: 'plain',
      building: methodOf(operation.call).endsWith('Concurrently') ? 'online' : 'locking',
    },
  ];
};
const noIndex: Way = (operation) => [{ act: 'drop-index', name: name(operation, 'name', 1) }];
const unindex: Way = (operation) =>
  index(operation).flatMap((act): Act[] =>
    act.act === 'create-index' ? [{ act: 'drop-index', name: act.name }] : [],
  );
const reindex: Way = (operation) => [
  {
    act: 'create-index',
    name: name(operation, 'name', 1),
    table: operation.model,
    unique: 'unknown',
    building: 'unknown',
  },
];

const constrained =
  (act: 'add-constraint' | 'drop-constraint'): Way =>
  (operation) => {
    const given = argument(operation, 'constraint', 1);
    const constraint = constraintKind(given, operation.names);
    const checked = methodOf(operation.call).endsWith('NotValid') ? 'later' : 'now';
    return act === 'add-constraint'
      ? [{ act, constraint, name: '', table: operation.model, checked }]
      : [{ act, constraint, name: '', table: operation.model }];
  };
const otherConstraint =
  (act: 'add-constraint' | 'drop-constraint'): Way =>
  (operation) =>
    act === 'add-constraint'
      ? [
          {
            act,
            constraint: 'unknown',
            name: name(operation, 'name', 1),
            table: operation.model,
            checked: 'now',
          },
        ]
      : [{ act, constraint: 'unknown', name: name(operation, 'name', 1), table: operation.model }];

/** `unique_together=set()` takes away what was there. */
const together: Way = (operation) => {
  const given = argument(operation, 'unique_together', 1);
  const empty = given === undefined || /^(set\(\)|\[\]|\(\)|None)$/.test(resolve(given).value.text);
  return empty
    ? [{ act: 'drop-constraint', constraint: 'unique', name: 'unique_together', table: operation.model }]
    : [
        {
          act: 'add-constraint',
          constraint: 'unique',
          name: 'unique_together',
          table: operation.model,
          checked: 'now',
        },
      ];
};

const runSql =
  (argumentName: string, at: number): Way =>
  (operation) => {
    const given = argument(operation, argumentName, at);
    if (given === undefined) return [unknownAct('run-sql', 'runs SQL that says nothing of the way back')];
    if (isPath(resolve(given), operation.names, /RunSQL\.noop$/)) return [];
    return scripts(given).flatMap((script) =>
      script === undefined
        ? [unknownAct('run-sql', `runs SQL that is put together (${given.value.text})`)]
        : operation.sql.read(script).map(({ act }) => act),
    );
  };

/** One script, a list of them, or of scripts with their parameters. */
function scripts(given: Bound): (string | undefined)[] {
  const { value, scope } = resolve(given);
  if (value.type !== 'list') return [textOf(given)];
  return value.items.map((item) =>
    textOf({ value: item.type === 'list' ? (item.items[0] ?? item) : item, scope }),
  );
}

const runPython =
  (argumentName: string, at: number): Way =>
  (operation) => {
    const given = argument(operation, argumentName, at);
    if (given === undefined) return [unknownAct('run-python', 'runs code that says nothing of the way back')];
    if (isPath(given, operation.names, /RunPython\.noop$/)) return [];
    return [
      unknownAct('run-python', `runs ${given.value.text} on the data: what it does there can't be told`),
    ];
  };

const table: Readonly<Record<string, Ways>> = {
  CreateModel: both(createModel, deleteModel),
  DeleteModel: both(deleteModel, createModel),
  RenameModel: both(
    (one) => [
      {
        act: 'rename-table',
        table: inApp(one, name(one, 'old_name', 0)),
        to: inApp(one, name(one, 'new_name', 1)),
      },
    ],
    (one) => [
      {
        act: 'rename-table',
        table: inApp(one, name(one, 'new_name', 1)),
        to: inApp(one, name(one, 'old_name', 0)),
      },
    ],
  ),
  AlterModelTable: both(
    (one) => [{ act: 'rename-table', table: inApp(one, name(one, 'name', 0)), to: name(one, 'table', 1) }],
    (one) => [{ act: 'rename-table', table: name(one, 'table', 1), to: inApp(one, name(one, 'name', 0)) }],
  ),
  AlterModelOptions: nothing,
  AlterModelManagers: nothing,
  AlterModelTableComment: nothing,
  ValidateConstraint: nothing,
  AddField: both(added, removed),
  RemoveField: both(removed, restored),
  AlterField: both(
    (one) => {
      const field = argument(one, 'field', 2);
      if (field === undefined) return [unknownAct('alter-field', `alters a field (${one.call.text})`)];
      const acts = one.fields.altered(place(one), field, one.names);
      one.fields.set(place(one), field, one.names);
      return acts;
    },
    (one) => [unknownAct('alter-field', `alters the field ${one.model}.${place(one).column} back`)],
  ),
  RenameField: both(
    (one) => {
      const at = { table: one.model, column: name(one, 'old_name', 1) };
      one.fields.rename(at, name(one, 'new_name', 2));
      return [{ act: 'rename-column', ...at, to: name(one, 'new_name', 2) }];
    },
    (one) => [
      {
        act: 'rename-column',
        table: one.model,
        column: name(one, 'new_name', 2),
        to: name(one, 'old_name', 1),
      },
    ],
  ),
  AddIndex: both(index, unindex),
  AddIndexConcurrently: both(index, unindex),
  RemoveIndex: both(noIndex, reindex),
  RemoveIndexConcurrently: both(noIndex, reindex),
  RenameIndex: both(
    (one) => [{ act: 'rename-index', name: name(one, 'old_name', 2) }],
    (one) => [{ act: 'rename-index', name: name(one, 'new_name', 1) }],
  ),
  AddConstraint: both(constrained('add-constraint'), constrained('drop-constraint')),
  AddConstraintNotValid: both(constrained('add-constraint'), constrained('drop-constraint')),
  RemoveConstraint: both(otherConstraint('drop-constraint'), otherConstraint('add-constraint')),
  AlterUniqueTogether: both(together, (one) => [
    unknownAct('alter-unique-together', `takes unique_together of ${one.model} back to what it was`),
  ]),
  RunSQL: both(runSql('sql', 0), runSql('reverse_sql', 1)),
  RunPython: both(runPython('code', 0), runPython('reverse_code', 1)),
};

export function djangoOperation(bound: Bound, at: OperationPlace): Found[] {
  const { value: call, scope } = resolve(bound);
  const unread = (says: string): Found[] => [{ line: call.line, act: unknownAct('operation', says) }];
  if (call.type !== 'call') return unread(`is an operation that is put together (${call.text})`);
  if (call.spread === 'some') return unread(`passes on what can't be seen (${call.text})`);
  const kind = methodOf(call);
  if (kind === 'SeparateDatabaseAndState') return inDatabase({ call, scope, names: at.names }, at);
  if (/Extension$/.test(kind)) {
    const extension = call.arguments[0] === undefined ? kind : nameOf({ value: call.arguments[0], scope });
    const act = at.side === 'up' ? 'create-object' : 'drop-object';
    return [{ line: call.line, act: { act, object: 'extension', name: extension } }];
  }
  const ways = Object.hasOwn(table, kind) ? table[kind] : undefined;
  if (ways === undefined) return unread(`does something else (${call.text})`);
  const called: Called = { call, scope, names: at.names };
  const model = argument(called, 'model_name', 0) ?? argument(called, 'name', 0);
  const operation: Operation = { ...called, ...at, model: modelIn(at.app, nameOf(model)) };
  return ways[at.side](operation).map((act) => ({ line: call.line, act }));
}

const modelIn = (app: string, model: string): string => (app === '' ? model : `${app}.${model}`);

/** Of `SeparateDatabaseAndState` the database hears of one half alone. */
function inDatabase(called: Called, at: OperationPlace): Found[] {
  const given = argument(called, 'database_operations', 0);
  if (given === undefined) return [];
  const { value, scope } = resolve(given);
  if (value.type !== 'list') {
    const act = unknownAct('operation', `is put together (${value.text})`);
    return [{ line: value.line, act }];
  }
  const found = value.items.map((item) => djangoOperation({ value: item, scope }, at));
  return (at.side === 'up' ? found : found.reverse()).flat();
}
