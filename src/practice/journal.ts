/** The journal: every effect the practice world received, with the idempotency key it came with. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JournalEntry {
  /** ISO 8601. */
  readonly at: string;
  /** `github`, `kubernetes`, … */
  readonly system: string;
  /** What was done: `release.create`, `application.sync`. */
  readonly effect: string;
  /** What it was done to: `mozilla/balrog v3.111`. */
  readonly target: string;
  /** The `Idempotency-Key` header of the request; null if it had none. */
  readonly key: string | null;
  readonly detail?: unknown;
}

export interface Journal {
  record(entry: Omit<JournalEntry, 'at'>): void;
  entries(): readonly JournalEntry[];
  /** Entries that repeat an earlier one: same system, effect, target and key. */
  duplicates(): readonly JournalEntry[];
}

export function openJournal(dir: string): Journal {
  const file = join(dir, 'journal.jsonl');
  const entries: JournalEntry[] = existsSync(file)
    ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(parseEntry)
    : [];
  return {
    record(entry) {
      const whole: JournalEntry = { at: new Date().toISOString(), ...entry };
      appendFileSync(file, `${JSON.stringify(whole)}\n`);
      entries.push(whole);
    },
    entries: () => entries,
    duplicates: () => duplicatesIn(entries),
  };
}

export function duplicatesIn(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    if (entry.key === null) return false;
    const id = JSON.stringify([entry.system, entry.effect, entry.target, entry.key]);
    return seen.has(id) || !seen.add(id);
  });
}

function parseEntry(line: string): JournalEntry {
  return JSON.parse(line) as JournalEntry;
}
