/** What `http.request` needs of the worker; `src/worker/requests-client.ts` implements it. */
import type { Json } from '../../runbook/json.ts';

export const changingMethods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = 'GET' | (typeof changingMethods)[number];

export interface RequestOrder {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; absent: nothing. */
  readonly body?: Json | undefined;
  /** The name that the configuration gives a credential. */
  readonly credential?: string | undefined;
}

export interface RequestWork {
  readonly signal: AbortSignal;
  /** The idempotency key, for a request that changes something: goes out as `Idempotency-Key`. */
  readonly key?: string;
  readonly timeoutMs: number;
}

export interface RequestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of a long body the beginning; no secret of the worker is in it. */
  readonly text: string;
}

/** What the configuration does not allow is fatal, before it is sent; no redirect is followed. A status is an answer. */
export interface RequestsClient {
  send(order: RequestOrder, work: RequestWork): Promise<RequestAnswer>;
}
