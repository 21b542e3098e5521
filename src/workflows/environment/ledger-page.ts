/** A page of old entries: a workflow that holds them and answers, for as long as the environment is remembered. */
import { CancellationScope, condition, defineQuery, setHandler } from '@temporalio/workflow';
import { ledgerQuery } from '../../environment/messages.ts';
import type { LedgerQuery } from '../../environment/messages.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import { newest } from './ledger.ts';

export interface LedgerPage {
  readonly name: string;
  readonly page: number;
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[];
}

export async function ledgerPage({ entries }: LedgerPage): Promise<void> {
  setHandler(defineQuery<LedgerEntry[], [Partial<LedgerQuery>?]>(ledgerQuery), (query) =>
    newest(entries, query),
  );
  await CancellationScope.nonCancellable(() => condition(() => false));
}
