/** What statements of MySQL do, read by a grammar of its own. Of its syntax tree, zod takes what is asked for. */
import sqlParser from 'node-sql-parser/build/mysql.js';
import { z } from 'zod';
import type { Act } from '../act.ts';
import { unknownAct } from '../act.ts';
import { squeeze } from '../python/cursor.ts';
import { alterActs, tableSchema, tableWords } from './mysql-alter.ts';

const parser = new sqlParser.Parser();

const harmless = ['set', 'use', 'transaction', 'lock', 'unlock', 'show', 'desc', 'explain'] as const;
const one = z.union([tableSchema, z.tuple([tableSchema]).transform(([table]) => table)]);

const statementSchema = z.union([
  z.object({ type: z.enum(harmless) }).transform((): Act[] => []),
  z
    .object({ type: z.literal('alter'), table: one, expr: z.array(z.unknown()) })
    .transform(({ table, expr }): Act[] => expr.flatMap((change) => alterActs(tableWords(table), change))),
  z
    .object({ type: z.literal('rename'), table: z.array(z.tuple([tableSchema, tableSchema])) })
    .transform(({ table }): Act[] =>
      table.map(([from, to]): Act => ({ act: 'rename-table', table: tableWords(from), to: tableWords(to) })),
    ),
  z
    .object({ type: z.literal('create'), keyword: z.literal('table'), temporary: z.unknown(), table: one })
    .transform(({ table, temporary }): Act[] =>
      temporary === null || temporary === undefined
        ? [{ act: 'create-table', table: tableWords(table) }]
        : [],
    ),
  z
    .object({
      type: z.literal('create'),
      keyword: z.literal('index'),
      index: z.string(),
      index_type: z.string().nullish(),
      table: one,
    })
    .transform(({ index, index_type, table }): Act[] => [
      {
        act: 'create-index',
        name: index,
        table: tableWords(table),
        unique: index_type === 'unique' ? 'unique' : 'plain',
        building: 'online',
      },
    ]),
  z
    .object({
      type: z.literal('create'),
      keyword: z.literal('view'),
      replace: z.string().nullish(),
      view: z.object({ view: z.string() }),
    })
    .transform(({ replace, view }): Act[] => [
      {
        act: replace === null || replace === undefined ? 'create-object' : 'replace-object',
        object: 'view',
        name: view.view,
      },
    ]),
  z
    .object({ type: z.literal('drop'), keyword: z.literal('table'), name: z.array(tableSchema) })
    .transform(({ name }): Act[] =>
      name.map((table): Act => ({ act: 'drop-table', table: tableWords(table) })),
    ),
  z
    .object({ type: z.literal('drop'), keyword: z.literal('view'), name: z.array(tableSchema) })
    .transform(({ name }): Act[] =>
      name.map((table): Act => ({ act: 'drop-object', object: 'view', name: tableWords(table) })),
    ),
  z
    .object({ type: z.literal('drop'), keyword: z.literal('index'), name: z.object({ column: z.string() }) })
    .transform(({ name }): Act[] => [{ act: 'drop-index', name: name.column }]),
  z
    .object({ type: z.literal('truncate'), name: z.array(tableSchema) })
    .transform(({ name }): Act[] =>
      name.map((table): Act => ({ act: 'truncate', table: tableWords(table) })),
    ),
  z
    .object({ type: z.enum(['insert', 'replace']), table: one })
    .transform(({ table }): Act[] => [{ act: 'insert-rows', table: tableWords(table) }]),
  z
    .object({ type: z.literal('delete'), from: one })
    .transform(({ from }): Act[] => [{ act: 'delete-rows', table: tableWords(from) }]),
  z
    .object({ type: z.literal('update'), table: one, set: z.array(z.object({ column: z.string() })) })
    .transform(({ table, set }): Act[] => [
      { act: 'update-rows', table: tableWords(table), columns: set.map(({ column }) => column) },
    ]),
  z.object({ type: z.literal('select'), into: z.object({ position: z.null() }) }).transform((): Act[] => []),
]);

export function mysqlActs(sql: string): Act[] {
  const parsed: unknown = parser.astify(sql, { database: 'MySQL' });
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((statement) => {
    const known = statementSchema.safeParse(statement);
    return known.success ? known.data : [unknownAct('sql', `runs SQL (${squeeze(sql)})`)];
  });
}
