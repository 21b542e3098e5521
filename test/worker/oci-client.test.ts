/** The registry client's token flow. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry } from '../../src/practice/oci/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { createOciClient, parseChallenge } from '../../src/worker/oci-client.ts';
import { scrub } from '../../src/worker/secrets.ts';
import { startPracticeSystem } from '../support/practice-system.ts';
import type { StartedPracticeSystem } from '../support/practice-system.ts';

const login = (password: string) => () => ({ username: 'me', password });

describe('the registry client', () => {
  let started: StartedPracticeSystem<Registry>;
  beforeEach(async () => {
    started = await startPracticeSystem((world) =>
      createRegistry(world, {
        credential: { username: 'me', password: 'right-password' },
        repositories: { 'team/private': { private: true } },
      }),
    );
    started.system.push('team/private', '1');
    started.system.push('app', '1');
  });
  afterEach(() => started.stop());

  const status = async (client: ReturnType<typeof createOciClient>, repository: string) =>
    (await client.fetch(`/v2/${repository}/manifests/1`)).status;

  test('gets a token for each repository, anonymously or by its credential', async () => {
    const anonymous = createOciClient(started.url);
    expect(await status(anonymous, 'app')).toBe(200);
    expect(await status(anonymous, 'team/private')).toBe(403);
    const known = createOciClient(started.url, login('right-password'));
    expect(await status(known, 'team/private')).toBe(200);
    expect(await status(known, 'app')).toBe(200);
  });

  test('keeps a token while it lives', async () => {
    const client = createOciClient(started.url);
    await status(client, 'app');
    // Whoever asks for a token now meets this fault.
    started.world.faults.add({ path: '_token', kind: { type: 'status', status: 500 } });
    expect(await status(client, 'app')).toBe(200);
    expect(started.world.faults.pending()).toHaveLength(1);
  });

  test('gets a new token when the registry has forgotten the old one', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'slipway-oci-'));
    const first = await startPracticeSystem(createRegistry, { dir });
    first.system.push('app', '1');
    const client = createOciClient(first.url);
    expect(await status(client, 'app')).toBe(200);
    await first.stop();
    const second = await startPracticeSystem(createRegistry, { dir });
    // The kept connection may be found dead once: the client itself retries nothing.
    expect(await status(client, 'app').catch(() => status(client, 'app'))).toBe(200);
    await second.stop();
    rmSync(dir, { recursive: true });
  });

  test('parks when a registry refuses without saying how to be let in', async () => {
    started.world.faults.add({ path: 'manifests', kind: { type: 'status', status: 401 } });
    await expect(status(createOciClient(started.url), 'app')).rejects.toMatchObject({
      type: 'permission-denied',
    });
  });

  test('parks when the credential is wrong, and says no word of it', async () => {
    const client = createOciClient(started.url, login('wrong-password'));
    await expect(status(client, 'app')).rejects.toMatchObject({
      type: 'permission-denied',
      nonRetryable: true,
    });
    expect(scrub(Buffer.from('me:wrong-password').toString('base64'))).toBe('***');
  });

  test('asks for a later retry when the token service is ill', async () => {
    started.world.faults.add({ path: '_token', kind: { type: 'rate-limit', retryAfterSeconds: 5 } });
    await expect(status(createOciClient(started.url), 'app')).rejects.toMatchObject({
      type: 'rate-limited',
      nextRetryDelay: 5000,
    });
  });

  test('reads challenges, and knows what is none', () => {
    expect(parseChallenge('Bearer realm="https://a/token",service="s",scope="repository:a/b:pull"')).toEqual({
      realm: 'https://a/token',
      service: 's',
      scope: 'repository:a/b:pull',
    });
    expect(parseChallenge('Bearer service="s"')).toBeUndefined();
    expect(parseChallenge('Basic realm="x"')).toBeUndefined();
  });
});
