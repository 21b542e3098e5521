/** SQL that Python runs: `op.execute('…')`, `conn.execute(rules.update().values(…))`. */
import type { Act } from '../act.ts';
import { unknownAct } from '../act.ts';
import { tableOf } from './columns.ts';
import { argument, methodOf, nameOf, objectOf } from './reading.ts';
import type { Called } from './reading.ts';
import { resolve } from './scope.ts';
import type { Bound } from './scope.ts';
import type { ReadCall } from './walk.ts';
import { textOf } from './text.ts';

/** What a text of SQL does. */
export type ReadSql = (sql: string) => readonly Act[];

const executing = new Set(['execute', 'execute_sql', 'exec_driver_sql', 'scalar']);
const roots = new Set(['update', 'insert', 'delete', 'select']);

export function executeCalls(readSql: ReadSql): ReadCall {
  return (call, scope, names) => {
    if (!executing.has(methodOf(call)) || call.callee.type !== 'member') return undefined;
    const called: Called = { call, scope, names };
    const given =
      argument(called, 'sqltext', 0) ?? argument(called, 'statement') ?? argument(called, 'object');
    // `result.scalar()` fetches; it runs nothing.
    if (given === undefined) return methodOf(call) === 'scalar' ? undefined : [putTogether(call.text)];
    const sql = textOf(given);
    if (sql !== undefined) return readSql(sql);
    const built = chainOf(given, called);
    return built === undefined ? [putTogether(given.value.text)] : built;
  };
}

const putTogether = (text: string): Act => unknownAct('sql', `runs SQL that is put together (${text})`);

/** `rules.update().where(…).values(notes='')`, `sa.insert(rules).values(…)`. */
function chainOf(given: Bound, { names }: Called): Act[] | undefined {
  const columns: string[] = [];
  let current = resolve(given);
  for (let links = 0; links < 50 && current.value.type === 'call'; links += 1) {
    const { value: call, scope } = current;
    const called: Called = { call, scope, names };
    const method = methodOf(call);
    if (method === 'values') columns.push(...(call.arguments.length > 0 ? ['<?>'] : call.named.keys()));
    if (roots.has(method)) {
      const object = objectOf(called);
      const owner = tableOf(object, names) ?? tableOf(argument(called, 'table', 0), names);
      return rows(method, owner ?? nameOf(argument(called, 'table', 0) ?? object), columns);
    }
    const object = objectOf(called);
    if (object === undefined) return undefined;
    current = object;
  }
  return undefined;
}

function rows(method: string, table: string, columns: readonly string[]): Act[] {
  switch (method) {
    case 'insert':
      return [{ act: 'insert-rows', table }];
    case 'delete':
      return [{ act: 'delete-rows', table }];
    case 'update':
      return [{ act: 'update-rows', table, columns }];
    default:
      return [];
  }
}
