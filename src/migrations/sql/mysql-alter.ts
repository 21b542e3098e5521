/** The changes of MySQL's ALTER TABLE. */
import { z } from 'zod';
import type { Act, ConstraintKind } from '../act.ts';
import { unknownAct } from '../act.ts';

export const tableSchema = z.object({ db: z.string().nullish(), table: z.string() });
type Table = z.output<typeof tableSchema>;

export const tableWords = ({ db, table }: Table): string =>
  db === null || db === undefined ? table : `${db}.${table}`;

const columnName = z.object({ column: z.string() }).transform(({ column }) => column);
const definition = z.object({ dataType: z.string() }).transform(({ dataType }) => dataType);

type ToActs = (table: string) => Act[];

const constraintKinds: readonly (readonly [RegExp, ConstraintKind])[] = [
  [/^primary key$/i, 'primary key'],
  [/^unique/i, 'unique'],
  [/^foreign key$/i, 'foreign key'],
  [/^check$/i, 'check'],
];

const kindOf = (words: string): ConstraintKind =>
  constraintKinds.find(([pattern]) => pattern.test(words))?.[1] ?? 'unknown';

/** `DEFAULT NULL` is none. */
const defaultSchema = z.object({ value: z.object({ type: z.string() }) });
const fills = (given: unknown): boolean => defaultSchema.safeParse(given).data?.value.type !== 'null';

const changeSchema = z.union([
  z
    .object({
      action: z.literal('add'),
      resource: z.literal('column'),
      column: columnName,
      nullable: z.object({ type: z.string() }).optional(),
      default_val: z.unknown().optional(),
      generated: z.unknown().optional(),
      auto_increment: z.unknown().optional(),
      primary_key: z.unknown().optional(),
    })
    .transform((change): ToActs => {
      const strict = change.nullable?.type === 'not null' || change.primary_key !== undefined;
      const filled =
        (change.default_val !== undefined && fills(change.default_val)) ||
        change.generated !== undefined ||
        change.auto_increment !== undefined;
      const needs = strict && !filled ? 'a value' : 'nothing';
      return (table) => [{ act: 'add-column', table, column: change.column, needs }];
    }),
  z
    .object({ action: z.literal('drop'), resource: z.literal('column'), column: columnName })
    .transform(({ column }): ToActs => (table) => [{ act: 'drop-column', table, column }]),
  z
    .object({ action: z.literal('modify'), column: columnName, definition })
    .transform(({ column, definition: to }): ToActs => (table) => [
      { act: 'alter-type', table, column, to, change: 'unknown' },
    ]),
  z
    .object({ action: z.literal('change'), old_column: columnName, column: columnName, definition })
    .transform(({ old_column: column, column: to, definition: type }): ToActs => (table) => [
      ...(column === to ? [] : [{ act: 'rename-column' as const, table, column, to }]),
      { act: 'alter-type', table, column, to: type, change: 'unknown' },
    ]),
  z
    .object({
      action: z.literal('rename'),
      resource: z.literal('column'),
      old_column: columnName,
      column: columnName,
    })
    .transform(({ old_column: column, column: to }): ToActs => (table) => [
      { act: 'rename-column', table, column, to },
    ]),
  z
    .object({ action: z.literal('rename'), resource: z.literal('table'), table: z.string() })
    .transform(({ table: to }): ToActs => (table) => [{ act: 'rename-table', table, to }]),
  z
    .object({ action: z.literal('add'), resource: z.literal('index'), index: z.string().nullish() })
    .transform(({ index }): ToActs => (table) => [
      { act: 'create-index', name: index ?? 'without a name', table, unique: 'plain', building: 'online' },
    ]),
  z
    .object({ action: z.literal('drop'), resource: z.literal('index'), index: z.string() })
    .transform(({ index: name }): ToActs => () => [{ act: 'drop-index', name }]),
  z
    .object({
      action: z.literal('add'),
      resource: z.literal('constraint'),
      create_definitions: z.object({
        constraint_type: z.string(),
        constraint: z.string().nullish(),
        index: z.string().nullish(),
      }),
    })
    .transform(({ create_definitions: { constraint_type: words, constraint, index } }): ToActs => (table) => [
      {
        act: 'add-constraint',
        constraint: kindOf(words),
        name: constraint ?? index ?? '',
        table,
        checked: 'now',
      },
    ]),
  z
    .object({ action: z.literal('drop'), resource: z.literal('key'), keyword: z.string(), key: z.string() })
    .transform(({ keyword, key: name }): ToActs => (table) => [
      { act: 'drop-constraint', constraint: kindOf(keyword), name, table },
    ]),
  z
    .object({ action: z.literal('drop'), resource: z.literal('constraint'), constraint: z.string() })
    .transform(({ constraint: name }): ToActs => (table) => [
      { act: 'drop-constraint', constraint: 'unknown', name, table },
    ]),
  // How it is done, not what: ALGORITHM=INPLACE, LOCK=NONE.
  z.object({ resource: z.enum(['algorithm', 'lock']) }).transform((): ToActs => () => []),
]);

export function alterActs(table: string, change: unknown): Act[] {
  const known = changeSchema.safeParse(change);
  return known.success
    ? known.data(table)
    : [unknownAct('alter-table', `alters the table ${table} in a way that can't be read`)];
}
