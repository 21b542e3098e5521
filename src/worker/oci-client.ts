/** The registry client: follows the challenge that a registry answers with, and keeps the token while it lives. */
import { z } from 'zod';
import type { HttpClient } from '../activities/clients.ts';
import { answerOf } from '../activities/http/answer.ts';
import { statusError } from '../activities/http/errors.ts';
import { fatal } from '../activities/errors.ts';
import { basicLogin } from './basic-login.ts';
import { createHttpClient, userAgent } from './http-client.ts';
import type { HttpClientOptions } from './http-client.ts';
import { registerSecret } from './secrets.ts';

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

interface Challenge {
  readonly realm: string;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

interface Grant {
  readonly authorization: string;
  readonly expires: number;
}

const tokenSchema = z
  .object({
    token: z.string().optional(),
    access_token: z.string().optional(),
    expires_in: z.number().default(60),
  })
  .transform(({ token, access_token, expires_in }) => ({ token: token ?? access_token, expires_in }));

/** `login` is asked for only when a registry wants it. */
export function createOciClient(
  url: string,
  login?: () => RegistryLogin,
  options: Pick<HttpClientOptions, 'access' | 'timeoutMs'> = { access: 'read-only' },
): HttpClient {
  const http = createHttpClient({ url, ...options });
  /** By repository path: what was granted for it. */
  const grants = new Map<string, Grant>();

  return {
    baseUrl: http.baseUrl,
    async fetch(path, init = {}) {
      const scope = repositoryOf(path);
      const grant = grants.get(scope);
      const fresh = grant !== undefined && grant.expires > Date.now() ? grant : undefined;
      const first = await http.fetch(path, withAuthorization(init, fresh?.authorization));
      if (first.status !== 401) return first;
      await first.body?.cancel();
      const granted = await answer(
        first.headers.get('www-authenticate') ?? '',
        http.baseUrl,
        init.signal ?? null,
        login,
      );
      grants.set(scope, granted);
      return http.fetch(path, withAuthorization(init, granted.authorization));
    },
  };
}

async function answer(
  header: string,
  baseUrl: string,
  signal: AbortSignal | null,
  login?: () => RegistryLogin,
): Promise<Grant> {
  if (/^basic\b/i.test(header) && login !== undefined)
    return { authorization: basicLogin(login()), expires: Infinity };
  const challenge = parseChallenge(header);
  if (challenge === undefined)
    throw fatal(
      'permission-denied',
      `The registry ${baseUrl} wants a credential, in a way that is not known: ${header}`,
    );
  const target = tokenUrl(challenge, baseUrl);
  const headers: Record<string, string> = { 'user-agent': userAgent };
  if (login !== undefined) headers['authorization'] = basicLogin(login());
  const response = await fetch(target, { headers, signal, redirect: 'error' });
  if (!response.ok) throw statusError(response.status, response.headers, `get a token for ${baseUrl}`);
  const { token, expires_in } = await answerOf(
    `get a token for ${baseUrl}`,
    signal ?? new AbortController().signal,
    response,
    tokenSchema,
  );
  if (token === undefined) throw fatal('refused', `The token service of ${baseUrl} gave no token.`);
  // Ten seconds early, so that a token does not run out on the way.
  return { authorization: `Bearer ${registerSecret(token)}`, expires: Date.now() + (expires_in - 10) * 1000 };
}

export function parseChallenge(header: string): Challenge | undefined {
  if (!/^bearer\s/i.test(header)) return undefined;
  const fields = new Map(
    [...header.matchAll(/([a-z_]+)="([^"]*)"/gi)].map(([, key = '', value = '']) => [
      key.toLowerCase(),
      value,
    ]),
  );
  const realm = fields.get('realm');
  return realm === undefined
    ? undefined
    : { realm, service: fields.get('service'), scope: fields.get('scope') };
}

/** A password goes to a token service over TLS only, unless the registry itself is without (on loopback). */
function tokenUrl({ realm, service, scope }: Challenge, baseUrl: string): URL {
  const parsed = URL.canParse(realm) ? new URL(realm) : undefined;
  const secure =
    parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && baseUrl.startsWith('http:'));
  if (parsed === undefined || !secure)
    throw fatal('refused', `The registry ${baseUrl} names a token service that is not safe to ask: ${realm}`);
  if (service !== undefined) parsed.searchParams.set('service', service);
  if (scope !== undefined) parsed.searchParams.set('scope', scope);
  return parsed;
}

const repositoryOf = (path: string): string =>
  /^\/v2\/(.+?)\/(?:manifests|blobs|tags)\//.exec(path)?.[1] ?? '';

function withAuthorization(init: RequestInit, authorization: string | undefined): RequestInit {
  if (authorization === undefined) return init;
  const headers = new Headers(init.headers);
  headers.set('authorization', authorization);
  return { ...init, headers };
}
