/** The clients that steps may ask for. Types only: `src/worker/clients.ts` alone builds them. */
import type { Octokit } from '@octokit/rest';
import type { WebClient } from '@slack/web-api';
import type { KubernetesClient } from './kubernetes/client.ts';

/** An HTTP system with its base URL and credential bound. */
export interface HttpClient {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** `path` begins with `/` and is appended to the base URL; a path that leaves the base is refused. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** A client each kind of system. The worker resolves which instance an environment uses. */
export interface Clients {
  readonly github: Octokit;
  readonly kubernetes: KubernetesClient;
  readonly slack: WebClient;
  readonly oci: HttpClient;
  readonly prometheus: HttpClient;
  readonly sentry: HttpClient & { readonly organization: string };
  /** Probes of any http(s) URL; no credential. `fetch` takes a whole URL. */
  readonly http: { fetch(url: string, init?: RequestInit): Promise<Response> };
  /** Opens a connection and closes it again; rejects if there is none within the signal's life. */
  readonly tcp: { connect(address: { host: string; port: number }, signal: AbortSignal): Promise<void> };
}
