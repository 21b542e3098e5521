/** The only place where clients are made: one set an environment, each made when first asked for. */
import type { Clients } from '../activities/clients.ts';
import { fatal } from '../activities/errors.ts';
import type { EnvironmentsClient } from '../environment/client.ts';
import { basicLogin } from './basic-login.ts';
import { defaultBuilder } from './config-systems.ts';
import type { SecretRef, Systems } from './config-systems.ts';
import { readOnlyEnvironments } from './environments/client.ts';
import { createGitClient } from './git/git-client.ts';
import type { GitServer } from './git/git-client.ts';
import { createGithubClient } from './github-client.ts';
import { createHttpClient, permit } from './http-client.ts';
import type { Access } from './http-client.ts';
import { createImageBuilder } from './images/builder.ts';
import { createKubernetesClient } from './kubernetes.ts';
import { createOciClient } from './oci-client.ts';
import { createRequestsClient } from './requests-client.ts';
import { resolveSecret } from './secrets.ts';
import { createShellClient } from './shell-client.ts';
import { createSlackClient } from './slack-client.ts';
import { createSshClient } from './ssh/ssh-client.ts';
import { connectTcp } from './tcp-client.ts';

export interface ClientsOptions {
  /** Clients for planning refuse, before it is sent, whatever could change a system. Default false. */
  readonly readOnly?: boolean;
  /** The record of environments; absent: there is no Temporal to keep it. */
  readonly environments?: EnvironmentsClient;
}

export function createClients(
  systems: Systems,
  { readOnly = false, environments }: ClientsOptions = {},
): Clients {
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
    shell: () => createShellClient(of('shell'), access),
    ssh: () => createSshClient({ ...of('ssh'), access }),
    gerrit: () => gerrit(of('gerrit'), access),
    git: () =>
      createGitClient(gitServer(of('git'), access), () =>
        images(of('oci'), () => gitServer(of('git'), access), access),
      ),
    oci: () => registry(of('oci'), { access }),
    images: () => images(of('oci'), () => gitServer(of('git'), access), access),
    prometheus: () => bearer(of('prometheus'), access),
    sentry: () => ({ ...bearer(of('sentry'), access), organization: of('sentry').organization }),
    http: () => ({
      async fetch(url, init) {
        permit(access, init?.method ?? 'GET', url);
        return fetch(url, init);
      },
    }),
    requests: () => createRequestsClient(of('requests'), access),
    environments: () => {
      if (environments === undefined)
        throw fatal('internal', 'These clients keep no record of environments.');
      return readOnly ? readOnlyEnvironments(environments) : environments;
    },
    tcp: () => ({ connect: connectTcp }),
  });
}

function bearer({ url, token }: { url: string; token?: SecretRef | undefined }, access: Access) {
  if (token === undefined) return createHttpClient({ url, access });
  return createHttpClient({ url, access, authorization: () => `Bearer ${resolveSecret(token)}` });
}

/** Below `/a` Gerrit takes a credential; elsewhere it answers everybody alike. */
const gerrit = ({ url, username, password }: NonNullable<Systems['gerrit']>, access: Access) =>
  createHttpClient({
    url: `${url.replace(/\/+$/, '')}/a`,
    access,
    authorization: () => basicLogin({ username, password: resolveSecret(password) }),
  });

type Registry = NonNullable<Systems['oci']>;

const registry = (system: Registry, options: { access: Access; timeoutMs?: number }) =>
  createOciClient(system.url, loginOf(system), options);

function loginOf({
  username,
  password,
}: {
  username?: string | undefined;
  password?: SecretRef | undefined;
}) {
  if (username === undefined || password === undefined) return undefined;
  return () => ({ username, password: resolveSecret(password) });
}

function gitServer(system: NonNullable<Systems['git']>, access: Access): GitServer {
  const login = loginOf(system);
  return { url: system.url, access, ...(login === undefined ? {} : { login }) };
}

/** A layer may be large. */
const uploadMs = 30 * 60_000;

function images(system: Registry, git: () => GitServer, access: Access) {
  const login = loginOf(system);
  return createImageBuilder({
    config: system.builder ?? defaultBuilder,
    access,
    git,
    registry: { url: system.url, ...(login === undefined ? {} : { login }) },
    oci: registry(system, { access, timeoutMs: uploadMs }),
  });
}

function kubernetes(system: NonNullable<Systems['kubernetes']>, readOnly: boolean) {
  const { kubeconfig, context, server, token, caFile, secrets } = system;
  const secretOf = (name: string): string | undefined => {
    const ref = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    return ref && resolveSecret(ref);
  };
  if (server === undefined || token === undefined)
    return createKubernetesClient({ kubeconfig, context, readOnly, secretOf });
  return createKubernetesClient({ server, token: resolveSecret(token), caFile, readOnly, secretOf });
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
