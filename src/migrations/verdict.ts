/** What is said of a change of a database's schema, and of each operation that it is made of. */

/**
 * `additive`: code from before works with the schema after. `destructive`: code from before may need what goes, so
 * new code comes first. `mixed`: new code needs it and code from before breaks on it, so neither order is right.
 * `unknown`: only a person can tell. `none`: no code can see it.
 */
export type Verdict = 'none' | 'additive' | 'destructive' | 'mixed' | 'unknown';

export interface Operation {
  readonly file: string;
  /** Of the statement, 1 for the first line of the file; absent where the whole file is meant. */
  readonly line?: number;
  /** A short name: `drop-column`. */
  readonly operation: string;
  readonly verdict: Verdict;
  /** In words: 'drops the column rules.whitelist'. */
  readonly says: string;
  /** What it does to a database in use, such as to hold a lock; absent where there is nothing to fear. */
  readonly caution?: string;
}

export interface Classification {
  readonly verdict: Verdict;
  /** All that was found, in the order in which it runs: the evidence. */
  readonly operations: readonly Operation[];
  /** Sentences for whoever plans the release. */
  readonly advice: readonly string[];
}

/** What several verdicts come to together: what can't be told outweighs all else. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  const has = (verdict: Verdict): boolean => verdicts.includes(verdict);
  if (has('unknown')) return 'unknown';
  if (has('mixed') || (has('additive') && has('destructive'))) return 'mixed';
  if (has('destructive')) return 'destructive';
  return has('additive') ? 'additive' : 'none';
}

/** One operation as a line of evidence: 'v/038.py:6: additive, adds the column rules.notes'. */
export function evidenceLine({ file, line, verdict, says }: Operation): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return verdict === 'none' ? `${place}: ${says}` : `${place}: ${verdict}, ${says}`;
}
