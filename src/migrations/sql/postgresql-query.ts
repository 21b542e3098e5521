/** SELECT: harmless where it only looks; it may also make a table, change rows, or call what does anything. */
import type { SelectStmt } from 'libpg-query';
import { z } from 'zod';
import type { Act } from '../act.ts';
import { unknownAct } from '../act.ts';
import { tableName } from './postgresql-names.ts';

/** Functions that change nothing that code can see. */
const lookOnly = new Set(
  'now count min max sum avg coalesce nullif lower upper length concat substring trim replace round abs exists row_number to_regclass set_config setval currval pg_sleep pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_try_advisory_lock version current_setting array_agg string_agg json_agg jsonb_agg generate_series unnest format'.split(
    ' ',
  ),
);

const changes = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

const functionName = z.object({
  funcname: z.array(z.object({ String: z.object({ sval: z.string() }) })),
});

export function queryActs(query: SelectStmt, sql: string): Act[] {
  if (query.intoClause !== undefined)
    return [{ act: 'create-table', table: tableName(query.intoClause.rel) }];
  return looksOnly(query) ? [] : [unknownAct('sql', `runs SQL (${sql})`)];
}

/** Goes through the whole tree, without recursion: it may be deep. */
function looksOnly(query: SelectStmt): boolean {
  const rest: unknown[] = [query];
  while (rest.length > 0) {
    const node = rest.pop();
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      if (changes.has(key)) return false;
      if (key === 'FuncCall') {
        const name = functionName.safeParse(value).data?.funcname.at(-1)?.String.sval;
        if (name === undefined || !lookOnly.has(name)) return false;
      }
      rest.push(value);
    }
  }
  return true;
}
