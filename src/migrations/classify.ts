/** Says what lies between two versions in a database's schema: from the migrations that differ, and why. */
import type { AdapterName } from './adapter.ts';
import type { ReleaseHas } from './advice.ts';
import type { ChangedFile } from './files.ts';
import type { SqlDialect } from './sql/read-sql.ts';
import type { Classification } from './verdict.ts';

export interface ClassifyOptions {
  /** The database's SQL. Default `auto`: what reads more of it. */
  readonly dialect?: SqlDialect;
  /**
   * `forward` (the default): new migrations run. `back`: the code goes back, the database stays as it is. `downgrade`:
   * the code goes back, and what the migrations say of the way back runs.
   */
  readonly direction?: 'forward' | 'back' | 'downgrade';
  /** Whether the release brings code too; the two-phase advice is for those that do. Default `with-code`. */
  readonly release?: ReleaseHas;
}

/**
 * Reads migrations by the grammars of their languages; nothing of them is run. What can't be read for certain is
 * `unknown`, with the reason. The parsers are loaded when first asked for: whoever only imports this pays nothing.
 */
export async function classify(
  files: readonly ChangedFile[],
  adapter: AdapterName | 'auto' = 'auto',
  options: ClassifyOptions = {},
): Promise<Classification> {
  const { classifyChange } = await import('./classify-change.ts');
  return classifyChange(files, adapter, options);
}
