/** Django: a class `Migration` with a list of operations. */
import type { Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import type { Adapter, Link, MigrationText, Side } from '../adapter.ts';
import { resolve, Scope } from '../python/scope.ts';
import type { Bound } from '../python/scope.ts';
import type { ClassDefinition, Expression } from '../python/syntax.ts';
import { textOf } from '../python/text.ts';
import type { SqlReader } from '../sql/read-sql.ts';
import { DjangoFields } from './django-fields.ts';
import { djangoOperation } from './django-operations.ts';
import { readFile } from './python-file.ts';
import type { ReadFile } from './python-file.ts';

type Readable = Extract<ReadFile, { ok: true }>;

export const django: Adapter = {
  recognizes: ({ path, text }) =>
    path.endsWith('.py') && /^\s*class Migration\(\s*(?:\w+\.)*Migration\s*\)/m.test(text),
  open(sql) {
    const fields = new DjangoFields();
    return { read: (migration, side) => read(migration, side, sql, fields) };
  },
  links: (migrations) => migrations.flatMap(linkOf),
};

function read(
  { path, text }: MigrationText,
  side: Side,
  sql: SqlReader,
  fields: DjangoFields,
): readonly Found[] {
  const file = readFile(text);
  if (!file.ok) return file.found;
  const migration = classOf(file);
  if (migration === undefined) return [{ line: 1, act: unknownAct('file', 'has no class Migration') }];
  const replaces = listOf(file, migration, 'replaces') ?? [];
  if (replaces.length > 0) {
    const says = `replaces ${replaces.length} other migrations: what a database that has some of them still gets can't be told`;
    return [{ line: migration.line, act: unknownAct('squash', says) }];
  }
  const operations = listOf(file, migration, 'operations');
  if (operations === undefined)
    return [{ line: migration.line, act: unknownAct('file', 'its operations are put together') }];
  const at = { app: appOf(path), side, sql, fields, names: file.names };
  const found = operations.map((operation) => djangoOperation(operation, at));
  return (side === 'up' ? found : found.reverse()).flat();
}

const classOf = ({ statements }: Readable): ClassDefinition | undefined =>
  statements.find((one): one is ClassDefinition => one.type === 'class' && one.name === 'Migration');

/** The items of a list that the class names; undefined where it is no plain list, or sums of them. */
function listOf(file: Readable, migration: ClassDefinition, name: string): Bound[] | undefined {
  const scope = new Scope(file.names.scope);
  const given: Expression[] = [];
  for (const statement of migration.body) {
    if (statement.type !== 'assign') {
      // What a loop or a branch adds can't be told.
      if (name === 'operations' && statement.type === 'block') return undefined;
      continue;
    }
    const [target] = statement.targets;
    if (target?.type !== 'name' || target.name !== name) continue;
    if (statement.operator === '=') given.length = 0;
    given.push(statement.value);
  }
  const items = given.map((value) => itemsOf({ value, scope }));
  return items.some((some) => some === undefined) ? undefined : items.flatMap((some) => some ?? []);
}

function itemsOf(bound: Bound, depth = 0): Bound[] | undefined {
  const { value, scope } = resolve(bound);
  if (value.type === 'list') return value.items.map((item) => ({ value: item, scope }));
  if (value.type !== 'binary' || value.operator !== '+' || depth > 20) return undefined;
  const left = itemsOf({ value: value.left, scope }, depth + 1);
  const right = itemsOf({ value: value.right, scope }, depth + 1);
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

/** `shop/orders/migrations/0002_total.py` is one of `orders`. */
const appOf = (path: string): string => path.split('/').at(-3) ?? '';

const nameIn = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.py$/, '');

function linkOf({ path, text }: MigrationText): Link[] {
  const file = readFile(text);
  const migration = file.ok ? classOf(file) : undefined;
  if (!file.ok || migration === undefined) return [];
  const after = (listOf(file, migration, 'dependencies') ?? []).flatMap((dependency) => {
    const { value, scope } = resolve(dependency);
    const parts = value.type === 'list' ? value.items.map((item) => textOf({ value: item, scope })) : [];
    return parts.length === 2 && !parts.includes(undefined) ? [parts.join('.')] : [];
  });
  return [{ path, name: `${appOf(path)}.${nameIn(path)}`, after, within: appOf(path) }];
}
