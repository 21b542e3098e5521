/** Names in PostgreSQL's syntax tree, as people write them. */
import type { Node, RangeVar } from 'libpg-query';

export function tableName(relation: RangeVar | undefined): string {
  if (relation === undefined) return '<?>';
  const { schemaname, relname = '' } = relation;
  return schemaname === undefined ? relname : `${schemaname}.${relname}`;
}

/** `s.a` of a list of strings, a type's name, or a function's. */
export function nameOfList(node: Node): string {
  if ('List' in node) return (node.List.items ?? []).map(lastName).join('.');
  if ('TypeName' in node) return (node.TypeName.names ?? []).map(lastName).join('.');
  if ('ObjectWithArgs' in node) return (node.ObjectWithArgs.objname ?? []).map(lastName).join('.');
  return lastName(node);
}

export function lastName(node: Node): string {
  if ('String' in node) return node.String.sval ?? '';
  if ('List' in node) return lastName(node.List.items?.at(-1) ?? { String: { sval: '<?>' } });
  return '<?>';
}

/** 'materialized view' for `OBJECT_MATVIEW`. */
export function objectWords(type: string | undefined): string {
  if (type === 'OBJECT_MATVIEW') return 'materialized view';
  if (type === 'OBJECT_TABCONSTRAINT') return 'constraint';
  return (type ?? 'object')
    .replace(/^OBJECT_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
}
