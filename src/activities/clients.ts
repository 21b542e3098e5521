/** The clients that steps may ask for. Types only: `src/worker/clients.ts` alone builds them. */
import type { Octokit } from '@octokit/rest';
import type { WebClient } from '@slack/web-api';
import type { EnvironmentsClient } from '../environment/client.ts';
import type { GitClient } from './git/client.ts';
import type { RequestsClient } from './http/client.ts';
import type { KubernetesClient } from './kubernetes/client.ts';
import type { ImageBuilder } from './oci/builder.ts';
import type { ShellClient } from './shell/client.ts';
import type { SshClient } from './ssh/client.ts';

/** An HTTP system with its base URL and credential bound. */
export interface HttpClient {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** `path` begins with `/` and is appended to the base URL; a path that leaves the base is refused. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** A client each kind of system. The worker resolves which instance an environment uses. */
export interface Clients {
  readonly git: GitClient;
  readonly github: Octokit;
  /** Builds and runs images, with the environment’s git server and registry. */
  readonly images: ImageBuilder;
  readonly kubernetes: KubernetesClient;
  /** Programs on the worker itself: those that the configuration names. */
  readonly shell: ShellClient;
  readonly slack: WebClient;
  /** Commands on remote hosts. */
  readonly ssh: SshClient;
  /** Code review: its REST API, below `/a`, where the account is known. */
  readonly gerrit: HttpClient;
  readonly oci: HttpClient;
  readonly prometheus: HttpClient;
  readonly sentry: HttpClient & { readonly organization: string };
  /** Probes of any http(s) URL; no credential. `fetch` takes a whole URL. */
  readonly http: { fetch(url: string, init?: RequestInit): Promise<Response> };
  /** Requests that change something, to addresses that the configuration names. */
  readonly requests: RequestsClient;
  /** What runs where, and who holds which environment: kept by Slipway itself. */
  readonly environments: EnvironmentsClient;
  /** Opens a connection and closes it again; rejects if there is none within the signal's life. */
  readonly tcp: { connect(address: { host: string; port: number }, signal: AbortSignal): Promise<void> };
}
