/** What becomes of the database: what the migrations do that come, or what the older code meets that goes back to it. */
import { classify, evidenceLine } from 'slipway/migrations';
import type { Facts, Planning, SchemaOperation, SchemaVerdict } from 'slipway';
import { changedMigrations } from '../changed-migrations.ts';
import type { Way } from './commits.ts';
import type { Settings } from './settings.ts';

export interface Schema {
  readonly verdict: SchemaVerdict;
  readonly operations: readonly SchemaOperation[];
  readonly evidence: readonly string[];
  /** The code before and the code after both work with the database as it will be. */
  readonly harmless: boolean;
}

export async function schemaBetween(
  { from, to, way }: { readonly from: string | undefined; readonly to: string; readonly way: Way },
  settings: Settings,
  facts: Facts<Planning>,
): Promise<Schema> {
  if (from === undefined || way === 'unknown')
    return {
      verdict: 'unknown',
      operations: [],
      evidence: ['what runs now is not known'],
      harmless: false,
    };
  const files = await changedMigrations(facts, {
    repository: settings.repository,
    folder: settings.migrations,
    from,
    to,
    unchanged: 'given',
  });
  const direction = way === 'back' ? 'back' : 'forward';
  const { verdict, operations, advice } = await classify(files, 'django', {
    dialect: 'postgresql',
    direction,
  });
  const evidence = operations.map(evidenceLine);
  for (const sentence of advice) facts.warn(sentence);
  if (way === 'back')
    facts.warn(
      'Migrations are not reverted: the database stays as the newer version left it, and the older code meets it so.',
    );
  facts.record('schema', {
    title: way === 'back' ? 'What the older code meets in the database' : 'What migrate does to the database',
    value: verdict,
    evidence: evidence.length === 0 ? ['no migration differs'] : evidence,
  });
  return { verdict, operations, evidence, harmless: verdict === 'none' || verdict === 'additive' };
}
