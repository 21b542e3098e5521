/** What a configuration may let runbooks run and ask: programs and addresses, and nothing that would make the list void. */
import { describe, expect, test } from '@jest/globals';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { parseConfig } from '../../src/worker/parse-config.ts';
import { examine } from '../../src/worker/examine.ts';

const given = (system: object) => ({ runbooks: [], environments: { stage: {} }, systems: { one: system } });
const refused = (system: object): string => {
  const parsed = parseConfig(given(system));
  return parsed.ok ? 'nothing' : parsed.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
};
const shell = { type: 'shell', programs: { rsync: '/usr/bin/rsync' } };

describe('the shell system', () => {
  test('lists programs, folders, variables and secrets', () => {
    expect(
      refused({
        ...shell,
        directories: ['/srv/docs'],
        variables: ['RSYNC_PASSWORD'],
        secrets: { docs: { env: 'DOCS' } },
      }),
    ).toBe('nothing');
  });

  test.each(['/bin/sh', '/bin/bash', '/usr/bin/env', '/usr/bin/zsh', '/usr/bin/sudo', '/bin/busybox'])(
    'refuses %s, which runs whatever it is told to',
    (path) => {
      expect(refused({ ...shell, programs: { one: path } })).toContain('runs whatever it is told to');
    },
  );

  test.each(['PATH', 'HOME', 'LD_PRELOAD', 'BASH_ENV', 'NODE_OPTIONS', 'GIT_SSH_COMMAND'])(
    'lets no runbook set %s',
    (name) => {
      expect(refused({ ...shell, variables: [name] })).toContain('is not for runbooks to set');
    },
  );

  test('wants whole paths, a program at least, and no secret in the file', () => {
    expect(refused({ ...shell, programs: { rsync: 'rsync' } })).toContain('must be an absolute path');
    expect(refused({ ...shell, programs: {} })).toContain('names no program');
    expect(refused({ ...shell, secrets: { docs: 'hunter2' } })).toContain('is a literal');
  });

  test('is told of by the doctor, who runs nothing', async () => {
    const says = async (programs: Record<string, string>) => {
      const config = configSchema.parse(given({ ...shell, programs }));
      const clients = createClients({}, { readOnly: true });
      return examine({ config, clientsOf: () => clients, scrub: (text) => text })();
    };
    expect(await says({ true: '/bin/true' })).toMatchObject([{ subject: 'stage: shell', ok: true }]);
    expect(await says({ none: '/bin/no-such-program' })).toMatchObject([
      { ok: false, says: expect.stringContaining('/bin/no-such-program') },
    ]);
  });
});

describe('the requests system', () => {
  test('lists addresses, and credentials that have theirs', () => {
    const url = 'https://status.example.org/api';
    expect(refused({ type: 'requests', allow: [url] })).toBe('nothing');
    expect(refused({ type: 'requests', allow: [] })).toContain('allow');
    expect(refused({ type: 'requests', allow: ['*'] })).toContain('must be an http or https URL');
    expect(
      refused({
        type: 'requests',
        allow: [url],
        credentials: { status: { url, secret: { file: 'token' } } },
      }),
    ).toBe('nothing');
    expect(
      refused({ type: 'requests', allow: [url], credentials: { status: { url, secret: 'hunter2' } } }),
    ).toContain('is a literal');
  });
});
