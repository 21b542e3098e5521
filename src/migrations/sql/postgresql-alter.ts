/** The subcommands of PostgreSQL's ALTER TABLE. */
import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, TypeName } from 'libpg-query';
import type { Act, ConstraintKind } from '../act.ts';
import { unknownAct } from '../act.ts';
import { lastName, tableName } from './postgresql-names.ts';

/** Storage, statistics and ownership: no query asks for them. */
const harmless = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ChangeOwner',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_ReplicaIdentity',
  'AT_SetTableSpace',
  'AT_SetLogged',
  'AT_SetUnLogged',
]);

const constraints: Readonly<Record<string, ConstraintKind>> = {
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclusion',
};

const serials = new Set(['serial', 'bigserial', 'smallserial', 'serial4', 'serial8', 'serial2']);

export function alterTableActs({ relation, cmds = [], objtype }: AlterTableStmt, sql: string): Act[] {
  if (objtype !== 'OBJECT_TABLE') return [unknownAct('sql', `runs SQL (${sql})`)];
  const table = tableName(relation);
  return cmds.flatMap((node) =>
    'AlterTableCmd' in node
      ? commandActs(node.AlterTableCmd, table, sql)
      : [unknownAct('sql', `runs SQL (${sql})`)],
  );
}

function commandActs(
  { subtype = 'AT_AddColumn', name: column = '', def }: AlterTableCmd,
  table: string,
  sql: string,
): Act[] {
  if (harmless.has(subtype)) return [];
  switch (subtype) {
    case 'AT_AddColumn':
      if (def === undefined || !('ColumnDef' in def)) break;
      return [
        {
          act: 'add-column',
          table,
          column: def.ColumnDef.colname ?? '',
          needs: needsValue(def.ColumnDef) ? 'a value' : 'nothing',
        },
      ];
    case 'AT_DropColumn':
      return [{ act: 'drop-column', table, column }];
    case 'AT_AlterColumnType': {
      const to = def !== undefined && 'ColumnDef' in def ? typeWords(def.ColumnDef.typeName) : '';
      return [{ act: 'alter-type', table, column, to, change: 'unknown' }];
    }
    case 'AT_SetNotNull':
      return [{ act: 'set-not-null', table, column }];
    case 'AT_DropNotNull':
      return [{ act: 'drop-not-null', table, column }];
    case 'AT_ColumnDefault':
      return [{ act: def === undefined ? 'drop-default' : 'set-default', table, column }];
    case 'AT_AddIdentity':
      return [{ act: 'set-default', table, column }];
    case 'AT_DropIdentity':
      return [{ act: 'drop-default', table, column }];
    case 'AT_AddConstraint':
      if (def === undefined || !('Constraint' in def)) break;
      return [addedConstraint(def.Constraint, table)];
    case 'AT_DropConstraint':
      return [{ act: 'drop-constraint', constraint: 'unknown', name: column, table }];
    default:
  }
  return [unknownAct('sql', `runs SQL (${sql})`)];
}

function addedConstraint(
  { contype, conname = '', skip_validation, indexname, keys = [] }: Constraint,
  table: string,
): Act {
  if (contype === 'CONSTR_NOTNULL')
    return { act: 'set-not-null', table, column: keys.map(lastName).join(', ') };
  return {
    act: 'add-constraint',
    constraint: constraints[contype ?? ''] ?? 'unknown',
    name: conname,
    table,
    checked: skip_validation === true || indexname !== undefined ? 'later' : 'now',
  };
}

/** NOT NULL, and nothing in the database that fills it. */
function needsValue({ constraints: given = [], typeName }: ColumnDef): boolean {
  const kinds = given.map((node) => ('Constraint' in node ? node.Constraint.contype : undefined));
  const strict = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY');
  const filled = kinds.some((kind) => kind === 'CONSTR_IDENTITY' || kind === 'CONSTR_GENERATED');
  return (
    strict &&
    !filled &&
    !hasDefault(given) &&
    !serials.has(lastName({ List: { items: typeName?.names ?? [] } }))
  );
}

/** `DEFAULT NULL` is none. */
const hasDefault = (given: NonNullable<ColumnDef['constraints']>): boolean =>
  given.some((node) => {
    if (!('Constraint' in node) || node.Constraint.contype !== 'CONSTR_DEFAULT') return false;
    const { raw_expr: value } = node.Constraint;
    return value === undefined || !('A_Const' in value) || value.A_Const.isnull !== true;
  });

const typeWords = (type: TypeName | undefined): string => lastName({ List: { items: type?.names ?? [] } });
