/**
 * Balrog's schema rule: whether what changed in the migrations folder adds or takes away, and so which of admin and
 * app goes first. Pure: `schema-change.ts` fetches the files.
 */
import { declaredBy, operationOf } from './operations.ts';
import type { Effect } from './operations.ts';
import { bodyOf, statementsOf } from './python.ts';

/** A file that differs between the deployed version and the one to deploy. */
export type MigrationChange =
  | { readonly path: string; readonly status: 'added'; readonly source: string }
  | { readonly path: string; readonly status: 'modified' | 'removed' };

/**
 * `additive`: the schema first, that is admin before app. `destructive`: the schema last, that is app before admin.
 * `mixed` and `unclear`: only a person can tell.
 */
export type SchemaChangeKind = 'none' | 'additive' | 'destructive' | 'mixed' | 'unclear';

export interface SchemaChange {
  readonly kind: SchemaChangeKind;
  /** File, line and operation of all that was found. */
  readonly evidence: readonly string[];
}

interface Found {
  readonly effect: Effect;
  readonly line: string;
}

export function classifyMigrations(changes: readonly MigrationChange[]): SchemaChange {
  const found = changes.flatMap((change) => findings(change));
  return { kind: kindOf(found.map(({ effect }) => effect)), evidence: found.map(({ line }) => line) };
}

function kindOf(effects: readonly Effect[]): SchemaChangeKind {
  if (effects.includes('unclear')) return 'unclear';
  const additive = effects.includes('additive');
  const destructive = effects.includes('destructive');
  if (additive && destructive) return 'mixed';
  if (additive) return 'additive';
  return destructive ? 'destructive' : 'none';
}

function findings(change: MigrationChange): Found[] {
  if (change.status !== 'added') {
    const why = 'a migration that may have run already was changed, which changes no database that has it';
    return [{ effect: 'unclear', line: `${change.path}: unclear, ${change.status}: ${why}` }];
  }
  const statements = statementsOf(change.source);
  const body = bodyOf(statements, 'upgrade');
  if (body === undefined)
    return [{ effect: 'unclear', line: `${change.path}: unclear, has no upgrade function` }];

  const helpers = new Set(statements.flatMap(({ text }) => /^def (\w+)\(/.exec(text)?.[1] ?? []));
  const declared = declaredBy(body);
  const found = body.flatMap((statement) => {
    const { effect, what } = operationOf(statement, declared, helpers);
    return effect === 'none'
      ? []
      : [{ effect, line: `${change.path}:${statement.line}: ${effect}, ${what}` }];
  });
  return found.length > 0 ? found : [{ effect: 'none', line: `${change.path}: does nothing to the schema` }];
}
