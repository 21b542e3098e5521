/** What the workflows of environments, and releases that ask for one, send to their activities. */
import type { RequestLease } from './messages.ts';

export interface LeaseCall {
  readonly environment: string;
  readonly request: RequestLease;
}

export interface AdmitCall {
  readonly environment: string;
  readonly asking: readonly Pick<RequestLease, 'release' | 'services' | 'purpose'>[];
}

export interface WatchHolderCall {
  /** Its workflow id. */
  readonly release: string;
  /** The run that asked; what it continues as is followed. */
  readonly runId: string;
}
