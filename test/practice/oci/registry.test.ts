/** The practised registry, by the flow of the OCI distribution specification. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createRegistry } from '../../../src/practice/oci/index.ts';
import type { Registry } from '../../../src/practice/oci/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('the practised registry', () => {
  let started: StartedPracticeSystem<Registry>;
  beforeEach(async () => {
    started = await startPracticeSystem((world) =>
      createRegistry(world, {
        credential: { username: 'me', password: 'secret' },
        repositories: { 'team/private': { private: true } },
      }),
    );
  });
  afterEach(() => started.stop());

  /** Follows the challenge as clients do. */
  async function pull(path: string, init: RequestInit & { login?: string } = {}): Promise<Response> {
    const first = await fetch(`${started.url}${path}`, init);
    expect(first.status).toBe(401);
    const challenge = first.headers.get('www-authenticate') ?? '';
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    const query = new URLSearchParams({ service: part('service'), scope: part('scope') });
    const given = await fetch(`${part('realm')}?${query}`, {
      headers: init.login === undefined ? {} : basic(init.login),
    });
    if (!given.ok) return given;
    const { token } = (await given.json()) as { token: string };
    return fetch(`${started.url}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
    });
  }

  test('gives a manifest whose bytes have the digest it names, by tag and by digest', async () => {
    const digest = started.system.push('mozilla/balrog', 'v3.111');
    for (const reference of ['v3.111', digest]) {
      const response = await pull(`/v2/mozilla/balrog/manifests/${reference}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/vnd.oci.image.manifest.v1+json');
      expect(response.headers.get('docker-content-digest')).toBe(digest);
      const body = await response.text();
      expect(`sha256:${createHash('sha256').update(body).digest('hex')}`).toBe(digest);
    }
  });

  test('answers HEAD with the headers alone', async () => {
    const digest = started.system.push('mozilla/balrog', 'v3.111');
    const response = await pull('/v2/mozilla/balrog/manifests/v3.111', { method: 'HEAD' });
    expect(response.headers.get('docker-content-digest')).toBe(digest);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });

  test('gives the config blob that the manifest names', async () => {
    started.system.push('app', '1');
    const manifest = (await (await pull('/v2/app/manifests/1')).json()) as {
      config: { digest: string; size: number };
    };
    const blob = await (await pull(`/v2/app/blobs/${manifest.config.digest}`)).text();
    expect(blob).toHaveLength(manifest.config.size);
  });

  test.each([
    ['/v2/app/manifests/2', 404, 'MANIFEST_UNKNOWN'],
    ['/v2/other/manifests/1', 404, 'NAME_UNKNOWN'],
    ['/v2/app/blobs/sha256:00', 404, 'BLOB_UNKNOWN'],
    ['/v2/team/private/manifests/1', 403, 'DENIED'],
  ])('refuses %s with %i %s', async (path, status, code) => {
    started.system.push('app', '1');
    const response = await pull(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ code, message: expect.any(String) }] });
  });

  test('does not show a manifest of a type that the client does not accept', async () => {
    started.system.push('app', '1');
    const headers = { accept: 'application/vnd.docker.distribution.manifest.v2+json' };
    expect((await pull('/v2/app/manifests/1', { headers })).status).toBe(404);
  });

  test('lets only the right credential pull what is private', async () => {
    started.system.push('team/private', '1');
    expect((await pull('/v2/team/private/manifests/1', { login: 'me:secret' })).status).toBe(200);
    expect((await pull('/v2/team/private/manifests/1', { login: 'me:wrong' })).status).toBe(401);
  });

  test('lists tags in pages', async () => {
    for (const tag of ['c', 'a', 'b']) started.system.push('app', tag);
    const first = await pull('/v2/app/tags/list?n=2');
    expect(await first.json()).toEqual({ name: 'app', tags: ['a', 'b'] });
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await pull(next);
    expect(await second.json()).toEqual({ name: 'app', tags: ['c'] });
    expect(second.headers.get('link')).toBeNull();
  });

  test('journals a push once, and shows tags and digests as what is deployed', () => {
    const digest = started.system.push('app', '1', { key: 'k' });
    expect(started.system.push('app', '1', { key: 'k' })).toBe(digest);
    expect(started.world.journal.entries()).toHaveLength(1);
    expect(started.system.snapshot()).toEqual({ app: { '1': digest }, 'team/private': {} });
    expect(started.system.push('app', '1', { source: 'rebuilt' })).not.toBe(digest);
  });

  test('says in the registry’s own words that it is asked too often', async () => {
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 3 } });
    const response = await fetch(`${started.url}/v2/`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'TOOMANYREQUESTS' }] });
  });
});
