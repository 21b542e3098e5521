/** What a check finds out about its own question before a release starts: whether its source can answer at all. */
import type { CheckContext } from './check.ts';
import type { Clients } from './clients.ts';

/** `error`: it could never answer, so nothing starts. `warning`: it has nothing to say yet; people read that in the plan. */
export interface Doubt {
  readonly severity: 'error' | 'warning';
  /** Without times and figures: the same doubt has the same words, and the plan the same digest. */
  readonly says: string;
}

export type VerifyContext<Need extends keyof Clients = keyof Clients> = Pick<
  CheckContext<Need>,
  'clients' | 'signal' | 'now'
>;

export const wrong = (says: string): Doubt => ({ severity: 'error', says });
export const notYet = (says: string): Doubt => ({ severity: 'warning', says });
