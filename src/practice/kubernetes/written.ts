/** How controllers hear of a write. */
import type { Transaction } from './cluster.ts';
import type { Stored } from './state.ts';

/** An object was written through the API, by a request with this key, or by Argo CD, without one. */
export type Written = (
  tx: Transaction,
  key: string,
  before: Stored | undefined,
  after: Stored,
  requestKey: string | null,
) => void;
