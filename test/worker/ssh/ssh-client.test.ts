/** The SSH client on a real server: strict about host keys whatever a file says, and word for word in what it sends. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../src/loopback/ports.ts';
import type { BesideWorld } from '../../../src/practice/beside.ts';
import { keyPair } from '../../../src/practice/hosts/keys.ts';
import { hostKey, startSshd } from '../../../src/practice/hosts/sshd.ts';
import { createSshClient } from '../../../src/worker/ssh/ssh-client.ts';
import type { SshSettings } from '../../../src/worker/ssh/ssh-client.ts';
import { failureOf } from '../../support/attempt.ts';
import { describeWithHosts } from '../../support/real-parts.ts';

describeWithHosts('the SSH client', () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-ssh-client-'));
  const path = (name: string) => join(dir, name);
  const address = '127.0.0.1';
  let server: BesideWorld;
  let port: number;
  const settings = (more: Partial<SshSettings> = {}): SshSettings => ({
    access: 'full',
    knownHostsFile: path('known_hosts'),
    identityFile: path('id'),
    configFile: path('config'),
    connectSeconds: 15,
    ...more,
  });
  const run = (command: readonly string[], more: Partial<SshSettings> = {}, host = 'box') =>
    createSshClient(settings(more)).run({ host, command }, { signal: new AbortController().signal });

  beforeAll(async () => {
    const client = keyPair(path('id'));
    keyPair(path('stranger'));
    port = await freePort(address);
    server = await startSshd({ dir: path('server'), address, port, client });
    writeFileSync(path('known_hosts'), `box ${hostKey(path('server'))}\n`);
    writeFileSync(path('other_hosts'), `box ${hostKey(path('elsewhere'))}\n`);
    // What a careless file says must not count.
    const careless = 'StrictHostKeyChecking no\nForwardAgent yes\nBatchMode no\n';
    const place = `HostName ${address}\nPort ${port}\nHostKeyAlias`;
    writeFileSync(
      path('config'),
      `Host box\n${place} box\n${careless}Host unknown\n${place} unknown\n${careless}`,
    );
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('hands a login shell every word as it is', async () => {
    const words = [
      "it's",
      '$(id)',
      '`id`',
      '; id',
      '\\',
      '\\\\',
      'a\nb',
      '*',
      '',
      '"',
      '!!',
      '~',
      '&&',
      '|',
      '#',
      'ü',
    ];
    const { code, stdout } = await run(['printf', '<%s>', ...words]);
    expect([code, stdout]).toEqual([0, words.map((word) => `<${word}>`).join('')]);
  });

  test('gives an exit code as an answer, with what was said', async () => {
    expect(await run(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
      code: 3,
      stdout: 'out\n',
    });
  });

  test('hands no agent and no variable of the worker’s on', async () => {
    const { stdout } = await run(['env']);
    expect(stdout).not.toMatch(/SSH_AUTH_SOCK|SLIPWAY_TEST/);
  });

  test('refuses a host that shows another key, and one whose key is not known', async () => {
    for (const [more, host] of [
      [{ knownHostsFile: path('other_hosts') }, 'box'],
      [{}, 'unknown'],
    ] as const) {
      const failure = await failureOf(run(['true'], more, host));
      expect([failure.type, failure.nonRetryable]).toEqual(['permission-denied', true]);
      expect(failure.message).toContain('did not show the host key');
    }
  });

  test('says so where the host does not take its key', async () => {
    const failure = await failureOf(run(['true'], { identityFile: path('stranger') }));
    expect([failure.type, failure.message]).toEqual([
      'permission-denied',
      expect.stringContaining('did not let the worker in'),
    ]);
  });

  test('gets there where temporary files have a path as long as on macOS', async () => {
    const temporary = join(dir, 't'.repeat(48 - dir.length));
    mkdirSync(temporary);
    const client = createSshClient(settings(), temporary);
    const asked = { signal: new AbortController().signal };
    expect(await client.run({ host: 'box', command: ['true'] }, asked)).toMatchObject({ code: 0 });
  });

  test('may be tried again where nobody answers', async () => {
    writeFileSync(path('nobody'), `Host box\nHostName ${address}\nPort ${await freePort(address)}\n`);
    const failure = await failureOf(run(['true'], { configFile: path('nobody') }));
    expect([failure.type, failure.nonRetryable]).toEqual(['unavailable', false]);
  });

  test('runs nothing while a plan is made', async () => {
    expect((await failureOf(run(['true'], { access: 'read-only' }))).type).toBe('refused');
  });

  test.each(['-oProxyCommand=id', 'a b', '', 'root@box'])('takes %j for no host', async (host) => {
    expect((await failureOf(run(['true'], {}, host))).type).toBe('input-invalid');
  });
});
