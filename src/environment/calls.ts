/** What the workflows of environments, and releases that ask for one, send to their activities. */
import type { RequestLease } from './messages.ts';

export interface LeaseCall {
  readonly environment: string;
  readonly request: RequestLease;
}

/** What of a request is held against freezes, calendars and holds. */
export type Concerned = Pick<RequestLease, 'release' | 'services' | 'purpose' | 'versions'>;

/**
 * Which freezes a release is held against. `services`: those of services alone, for it goes in beside a release that it is within and
 * that was asked about the others.
 */
export type FreezeScope = 'all' | 'services';

export interface AdmitCall {
  readonly environment: string;
  /** `scope`: absent where it is `all`. */
  readonly asking: readonly (Concerned & { readonly scope?: FreezeScope })[];
}

export interface KnotCall {
  /** Ids of the release that waits, and of those that it is within. */
  readonly own: readonly string[];
  readonly environment: string;
  /** Id of the release that has the environment. */
  readonly holder: string;
}

export interface WatchHolderCall {
  /** Its workflow id. */
  readonly release: string;
  /** The run that asked; what it continues as is followed. */
  readonly runId: string;
}
