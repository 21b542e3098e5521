/**
 * What a plan function may look at: the environment's systems, in types that read and don't write.
 * The worker's clients for planning refuse writes at run time as well.
 */
import type { Octokit } from '@octokit/rest';
import { defineRunbook as define } from '../runbook/define-runbook.ts';
import type { DefineRunbook } from '../runbook/define-runbook.ts';
import type { HttpClient } from './clients.ts';
import type { GitClient } from './git/client.ts';
import type { KubernetesClient } from './kubernetes/client.ts';

/** The methods of an API's namespace whose names say that they only read. */
type Reads<Api> = {
  readonly [
    Name in keyof Api as Name extends `${'get' | 'list' | 'compare' | 'check' | 'search' | 'download'}${string}`
      ? Name
      : never
  ]: Api[Name];
};

type Rest = Octokit['rest'];

export interface ReadGithub {
  readonly rest: { readonly [Namespace in keyof Rest]: Reads<Rest[Namespace]> };
  /** All pages of a list: `paginate(rest.repos.listTags, { … })`. */
  readonly paginate: Octokit['paginate'];
}

type ReadRequest = Omit<RequestInit, 'method' | 'body'> & { readonly method?: 'GET' | 'HEAD' };

export interface ReadHttp extends Pick<HttpClient, 'baseUrl'> {
  /** `path` begins with `/` and is appended to the base URL. */
  fetch(path: string, init?: ReadRequest): Promise<Response>;
}

/** `facts.clients`. Asking for a system that the environment doesn't have is an error that names it. */
export interface Planning {
  readonly git: Omit<GitClient, 'push' | 'pushForReview' | 'commitSubmodule' | 'commitLine'>;
  readonly github: ReadGithub;
  readonly kubernetes: Pick<KubernetesClient, 'get' | 'list'>;
  readonly oci: ReadHttp;
  readonly gerrit: ReadHttp;
  readonly prometheus: ReadHttp;
  readonly sentry: ReadHttp & { readonly organization: string };
  readonly http: { fetch(url: string, init?: ReadRequest): Promise<Response> };
}

/** Declares a runbook whose plan function gets these clients. */
export const defineRunbook: DefineRunbook<Planning> = define;
