/** What the migrations that two commits differ in do. */
import { classify, evidenceLine } from 'slipway/migrations';
import type { Facts, Planning, SchemaOperation, SchemaVerdict } from 'slipway';
import { changedMigrations } from '../changed-migrations.ts';
import type { Commits } from '../changed-migrations.ts';

export interface SchemaChange {
  readonly kind: SchemaVerdict;
  readonly operations: readonly SchemaOperation[];
  /** File, line and operation of all that was found. */
  readonly evidence: readonly string[];
  /** What to see to before this is released. */
  readonly advice: readonly string[];
}

/**
 * Balrog's database is MySQL, its migrations are SQLAlchemy-migrate's; Alembic's would be read as well. `back`: the code goes from
 * the newer commit back to the older one, and the database stays.
 */
export async function schemaChangeBetween(
  facts: Facts<Planning>,
  commits: Commits,
  direction: 'forward' | 'back' = 'forward',
): Promise<SchemaChange> {
  const files = await changedMigrations(facts, commits);
  const { verdict, operations, advice } = await classify(files, 'auto', {
    dialect: 'mysql',
    direction,
  });
  return { kind: verdict, operations, evidence: operations.map(evidenceLine), advice };
}
