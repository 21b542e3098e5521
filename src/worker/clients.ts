/** The only place where clients are made: one set an environment, each made when first asked for. */
import type { Clients } from '../activities/clients.ts';
import { fatal } from '../activities/errors.ts';
import type { SecretRef, Systems } from './config-systems.ts';
import { createGithubClient } from './github-client.ts';
import { createHttpClient, permit } from './http-client.ts';
import type { Access } from './http-client.ts';
import { createKubernetesClient } from './kubernetes.ts';
import { createOciClient } from './oci-client.ts';
import { resolveSecret } from './secrets.ts';
import { createSlackClient } from './slack-client.ts';
import { connectTcp } from './tcp-client.ts';

export interface ClientsOptions {
  /** Clients for planning refuse, before it is sent, whatever could change a system. Default false. */
  readonly readOnly?: boolean;
}

export function createClients(systems: Systems, { readOnly = false }: ClientsOptions = {}): Clients {
  const access: Access = readOnly ? 'read-only' : 'full';
  const of = <Name extends keyof Systems>(name: Name): NonNullable<Systems[Name]> => {
    const system = systems[name];
    if (system === undefined) throw fatal('config-invalid', `The environment has no system of type ${name}.`);
    return system;
  };
  return lazily<Clients>({
    github: () => createGithubClient(of('github').url, resolveSecret(of('github').token), access),
    kubernetes: () => kubernetes(of('kubernetes'), readOnly),
    slack: () => createSlackClient(of('slack').url, resolveSecret(of('slack').token), access),
    oci: () => registry(of('oci')),
    prometheus: () => bearer(of('prometheus'), access),
    sentry: () => ({ ...bearer(of('sentry'), access), organization: of('sentry').organization }),
    http: () => ({
      async fetch(url, init) {
        permit(access, init?.method ?? 'GET', url);
        return fetch(url, init);
      },
    }),
    tcp: () => ({ connect: connectTcp }),
  });
}

function bearer({ url, token }: { url: string; token?: SecretRef | undefined }, access: Access) {
  if (token === undefined) return createHttpClient({ url, access });
  return createHttpClient({ url, access, authorization: () => `Bearer ${resolveSecret(token)}` });
}

function registry({ url, username, password }: NonNullable<Systems['oci']>) {
  if (username === undefined || password === undefined) return createOciClient(url);
  return createOciClient(url, () => ({ username, password: resolveSecret(password) }));
}

function kubernetes(system: NonNullable<Systems['kubernetes']>, readOnly: boolean) {
  const { kubeconfig, context, server, token, caFile } = system;
  if (server === undefined || token === undefined)
    return createKubernetesClient({ kubeconfig, context, readOnly });
  return createKubernetesClient({ server, token: resolveSecret(token), caFile, readOnly });
}

/** Makes each property when it is first read, and keeps it. */
function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const target = {};
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    let made: { readonly value: unknown } | undefined;
    Object.defineProperty(target, name, { enumerable: true, get: () => (made ??= { value: make() }).value });
  }
  return target as T;
}
