/** The newest entries of an environment's ledger: what it keeps itself, then its pages, the newest of them first. Pure. */
import { environmentId, ledgerPageId } from './messages.ts';
import type { LedgerEntry } from './view.ts';

interface Reading {
  readonly limit: number;
  /** Newest first, of the workflow with this id; at most `limit`. */
  entriesOf(id: string): Promise<readonly LedgerEntry[]>;
  /** How many pages there are. */
  pages(): Promise<number>;
}

export async function newestEntries(
  name: string,
  { limit, entriesOf, pages }: Reading,
): Promise<LedgerEntry[]> {
  const found = [...(await entriesOf(environmentId(name)))];
  if (found.length >= limit) return found.slice(0, limit);
  for (let page = await pages(); page > 0 && found.length < limit; page--)
    found.push(...(await entriesOf(ledgerPageId(name, page))));
  return found.slice(0, limit);
}
