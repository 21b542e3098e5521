/** HTTP clients bound to one base URL and one credential; no path leaves the base, no redirect is followed. */
import type { HttpClient } from '../activities/clients.ts';
import { fatal } from '../activities/errors.ts';
import { turns } from './turns.ts';

/** Whether a client may change anything: plans are made with clients that may not. */
export type Access = 'full' | 'read-only';

export interface HttpClientOptions {
  readonly url: string;
  readonly access: Access;
  /** Value of the `Authorization` header; asked for at every request. */
  readonly authorization?: () => string;
  /** Milliseconds one request may take, from the moment it is sent. Default 20 s. */
  readonly timeoutMs?: number;
  /** Requests that are under way at once; the others wait their turn. Default 16: thousands of soaks ask one Prometheus. */
  readonly atOnce?: number;
}

export const userAgent = 'slipway';

export function createHttpClient({
  url,
  access,
  authorization,
  timeoutMs = 20_000,
  atOnce = 16,
}: HttpClientOptions): HttpClient {
  const baseUrl = url.replace(/\/+$/, '');
  const inTurn = turns(atOnce);
  return {
    baseUrl,
    async fetch(path, init = {}) {
      const target = confine(baseUrl, path);
      permit(access, init.method ?? 'GET', target.href);
      const headers = new Headers(init.headers);
      headers.set('user-agent', userAgent);
      if (authorization !== undefined && !headers.has('authorization'))
        headers.set('authorization', authorization());
      const stopped = init.signal ?? new AbortController().signal;
      return inTurn(stopped, () => {
        const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]);
        return fetch(target, { ...init, headers, signal, redirect: 'manual' });
      });
    },
  };
}

/** The URL below the base; one that dots, slashes or a host of its own would lead elsewhere is refused. */
export function confine(baseUrl: string, path: string): URL {
  const base = new URL(`${baseUrl}/`);
  const outside = () => fatal('input-invalid', `The path ${JSON.stringify(path)} leads out of ${baseUrl}.`);
  if (!path.startsWith('/') || !URL.canParse(`${baseUrl}${path}`)) throw outside();
  const target = new URL(`${baseUrl}${path}`);
  if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) throw outside();
  return target;
}

/** Refuses, before anything is sent, what a read-only client may not do. */
export function permit(access: Access, method: string, target: string): void {
  if (access === 'full' || method === 'GET' || method === 'HEAD') return;
  throw fatal(
    'refused',
    `Not sent: ${method} ${target}. Planning changes nothing.`,
    'Move it from the plan function into a step.',
  );
}
