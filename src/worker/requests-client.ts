/** Sends the requests of `http.request`: to addresses that the configuration allows, with credentials that go nowhere else. */
import { fatal } from '../activities/errors.ts';
import type { RequestAnswer, RequestOrder, RequestsClient } from '../activities/http/client.ts';
import type { RequestsSystem } from './config-escapes.ts';
import { permit, userAgent } from './http-client.ts';
import type { Access } from './http-client.ts';
import { resolveSecret, scrub } from './secrets.ts';

/** Nobody needs more of an answer to see whether something is done. */
const keptBytes = 256 * 1024;

export function createRequestsClient(system: RequestsSystem, access: Access): RequestsClient {
  return {
    async send(order, { signal, key, timeoutMs }) {
      const { method, url, body } = order;
      permit(access, method, url);
      const target = allowed(system, url);
      const headers = new Headers(order.headers);
      headers.set('user-agent', userAgent);
      if (body !== undefined) headers.set('content-type', 'application/json');
      if (key !== undefined) headers.set('idempotency-key', key);
      for (const [name, value] of credentialOf(system, order, target)) headers.set(name, value);
      const answer = await fetch(target, {
        method,
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        redirect: 'manual',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { status } = answer;
      return { status, headers: answer.headers, text: scrub(await beginningOf(answer)) };
    },
  };
}

function allowed({ allow }: RequestsSystem, url: string): URL {
  const target = new URL(url);
  if (allow.some((base) => isBelow(target, base))) return target;
  throw fatal(
    'permission-denied',
    `The configuration lets runbooks send no request to ${url}: its requests system allows ${allow.join(', ')}.`,
    'Add the address to `allow` of the requests system in the configuration, restart the worker, then retry.',
  );
}

/** The same host and port by the same protocol, and the path at or below the other's. */
function isBelow(target: URL, base: string): boolean {
  const { origin, pathname } = new URL(base);
  const path = pathname.replace(/\/+$/, '');
  return target.origin === origin && (target.pathname === path || target.pathname.startsWith(`${path}/`));
}

function credentialOf(
  { credentials }: RequestsSystem,
  { credential: name }: RequestOrder,
  target: URL,
): readonly (readonly [string, string])[] {
  if (name === undefined) return [];
  const found = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
  if (found === undefined)
    throw fatal(
      'credentials-missing',
      `The configuration has no credential '${name}': its requests system names ${Object.keys(credentials).join(', ') || 'none'}.`,
      'Name it among `credentials` of the requests system, restart the worker, then retry.',
    );
  if (!isBelow(target, found.url))
    throw fatal(
      'permission-denied',
      `The credential '${name}' is for ${found.url}, and is not sent to ${target.href}.`,
      'Use the credential of that address, or none.',
    );
  return [[found.header, `${found.prefix}${resolveSecret(found.secret)}`]];
}

async function beginningOf({ body }: Response): Promise<RequestAnswer['text']> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.byteLength;
    if (bytes < keptBytes) continue;
    await reader.cancel();
    break;
  }
  return Buffer.concat(chunks).subarray(0, keptBytes).toString('utf8');
}
