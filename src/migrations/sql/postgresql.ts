/** What statements of PostgreSQL do, read by its own grammar. */
import { parseSync } from 'libpg-query';
import type { Node, RangeVar } from 'libpg-query';
import type { Act } from '../act.ts';
import { unknownAct } from '../act.ts';
import { squeeze } from '../python/cursor.ts';
import { alterTableActs } from './postgresql-alter.ts';
import { lastName, nameOfList, objectWords, tableName } from './postgresql-names.ts';
import { queryActs } from './postgresql-query.ts';

export function postgresqlActs(sql: string): Act[] {
  return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) =>
    stmt === undefined ? [] : statementActs(stmt, squeeze(sql)),
  );
}

/** Statements that no code can see. */
const harmless = new Set([
  'CommentStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'TransactionStmt',
  'VacuumStmt',
  'LockStmt',
  'CheckPointStmt',
  'DiscardStmt',
  'ReindexStmt',
  'RefreshMatViewStmt',
  'ConstraintsSetStmt',
  'CreateStatsStmt',
]);

function statementActs(node: Node, sql: string): Act[] {
  const kind = Object.keys(node)[0] ?? '';
  if (harmless.has(kind)) return [];
  if ('SelectStmt' in node) return queryActs(node.SelectStmt, sql);
  if ('AlterTableStmt' in node) return alterTableActs(node.AlterTableStmt, sql);
  if ('RenameStmt' in node) return renameActs(node.RenameStmt);
  if ('DropStmt' in node) return dropActs(node.DropStmt);
  if ('CreateStmt' in node) return tableActs(node.CreateStmt.relation);
  if ('CreateTableAsStmt' in node) {
    const { into, objtype } = node.CreateTableAsStmt;
    return objtype === 'OBJECT_MATVIEW'
      ? [{ act: 'create-object', object: 'materialized view', name: tableName(into?.rel) }]
      : tableActs(into?.rel);
  }
  if ('IndexStmt' in node) {
    const { idxname, relation, unique, concurrent } = node.IndexStmt;
    return [
      {
        act: 'create-index',
        name: idxname ?? '',
        table: tableName(relation),
        unique: unique === true ? 'unique' : 'plain',
        building: concurrent === true ? 'online' : 'locking',
      },
    ];
  }
  return objectActs(node) ?? rowActs(node) ?? [unknownAct('sql', `runs SQL (${sql})`)];
}

/** A temporary table ends with the connection: no code sees it. */
const tableActs = (relation: RangeVar | undefined): Act[] =>
  relation?.relpersistence === 't' ? [] : [{ act: 'create-table', table: tableName(relation) }];

type Statement<Kind extends string> = Extract<Node, Record<Kind, unknown>>[Kind &
  keyof Extract<Node, Record<Kind, unknown>>];

function renameActs({
  renameType,
  relationType,
  relation,
  subname,
  newname,
  object,
}: Statement<'RenameStmt'>): Act[] {
  const table = tableName(relation);
  const to = newname ?? '';
  if (renameType === 'OBJECT_TABLE') return [{ act: 'rename-table', table, to }];
  if (renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE')
    return [{ act: 'rename-column', table, column: subname ?? '', to }];
  if (renameType === 'OBJECT_INDEX') return [{ act: 'rename-index', name: table }];
  const name = subname ?? (object === undefined ? table : lastName(object));
  return [{ act: 'rename-object', object: objectWords(renameType), name }];
}

function dropActs({ removeType, objects = [] }: Statement<'DropStmt'>): Act[] {
  return objects.map((object): Act => {
    const name = nameOfList(object);
    if (removeType === 'OBJECT_TABLE') return { act: 'drop-table', table: name };
    if (removeType === 'OBJECT_INDEX') return { act: 'drop-index', name };
    return { act: 'drop-object', object: objectWords(removeType), name };
  });
}

/** What makes objects other than tables; undefined for other statements. */
function objectActs(node: Node): Act[] | undefined {
  const created = (object: string, name: string, replace?: boolean): Act[] => [
    { act: replace === true ? 'replace-object' : 'create-object', object, name },
  ];
  if ('ViewStmt' in node) return created('view', tableName(node.ViewStmt.view), node.ViewStmt.replace);
  if ('CreateFunctionStmt' in node) {
    const { funcname = [], replace, is_procedure } = node.CreateFunctionStmt;
    return created(
      is_procedure === true ? 'procedure' : 'function',
      nameOfList({ List: { items: funcname } }),
      replace,
    );
  }
  if ('CreateEnumStmt' in node)
    return created('type', nameOfList({ List: { items: node.CreateEnumStmt.typeName ?? [] } }));
  if ('CompositeTypeStmt' in node) return created('type', tableName(node.CompositeTypeStmt.typevar));
  if ('CreateDomainStmt' in node)
    return created('domain', nameOfList({ List: { items: node.CreateDomainStmt.domainname ?? [] } }));
  if ('CreateSeqStmt' in node) return created('sequence', tableName(node.CreateSeqStmt.sequence));
  if ('CreateSchemaStmt' in node) return created('schema', node.CreateSchemaStmt.schemaname ?? '');
  if ('CreateExtensionStmt' in node) return created('extension', node.CreateExtensionStmt.extname ?? '');
  if ('AlterEnumStmt' in node) {
    const { oldVal, newVal = '' } = node.AlterEnumStmt;
    return oldVal === undefined
      ? created('enum value', newVal)
      : [{ act: 'rename-object', object: 'enum value', name: oldVal }];
  }
  if ('GrantStmt' in node)
    return node.GrantStmt.is_grant === true
      ? created('privilege', 'that it grants')
      : [{ act: 'drop-object', object: 'privilege', name: 'that it revokes' }];
  return undefined;
}

/** What changes rows; undefined for other statements. */
function rowActs(node: Node): Act[] | undefined {
  if ('InsertStmt' in node) return [{ act: 'insert-rows', table: tableName(node.InsertStmt.relation) }];
  if ('DeleteStmt' in node) return [{ act: 'delete-rows', table: tableName(node.DeleteStmt.relation) }];
  if ('UpdateStmt' in node) {
    const { relation, targetList = [] } = node.UpdateStmt;
    const columns = targetList.map((target) =>
      'ResTarget' in target ? (target.ResTarget.name ?? '<?>') : '<?>',
    );
    return [{ act: 'update-rows', table: tableName(relation), columns }];
  }
  if ('TruncateStmt' in node)
    return (node.TruncateStmt.relations ?? []).map((relation): Act => ({
      act: 'truncate',
      table: 'RangeVar' in relation ? tableName(relation.RangeVar) : '<?>',
    }));
  return undefined;
}
