/** What an image builder is told, and what its words mean. */
import { describe, expect, test } from '@jest/globals';
import type { RunOrder } from '../../src/activities/oci/builder.ts';
import { docker } from '../../src/worker/images/docker.ts';
import { isPassing } from '../../src/worker/images/builder.ts';
import { lackingRanges, manyUsers } from '../../src/worker/images/user-ranges.ts';
import type { Machine } from '../../src/worker/images/user-ranges.ts';
import type { Workspace } from '../../src/worker/images/workspace.ts';

describe('a build that failed', () => {
  test.each([
    'Error: creating build container: initializing source docker://registry.example/base:1: pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
    '#2 ERROR: failed to do request\nERROR: failed to solve: base:1: failed to resolve source metadata for docker.io/library/base:1: dial tcp: lookup docker.io: no such host',
    'Error: reading manifest 1 in registry.example/base: received unexpected HTTP status: 503 Service Unavailable',
  ])('for want of a registry is tried again: %s', (log) => {
    expect(isPassing(log)).toBe(true);
  });

  test.each([
    'Ran 500 tests in 3s\nFAILED (failures=1)\nError: building at STEP "RUN python -m unittest": while running runtime: exit status 1',
    'ConnectionRefusedError: [Errno 111] Connection refused\nError: building at STEP "RUN pytest": while running runtime: exit status 1',
    'Error: connect ECONNREFUSED: connection refused\nERROR: failed to solve: process "/bin/sh -c npm test # pulls from the registry" did not complete successfully: exit code: 1',
    'pulling from the registry: connection refused',
  ])('by its own doing is not: %s', (log) => {
    expect(isPassing(log)).toBe(false);
  });
});

test('a container of docker listens on all addresses of its own network, and is published on loopback alone', () => {
  const asked = { path: '/', status: 200, portVariable: 'PORT', hostVariable: 'HOST' };
  const order: RunOrder = {
    ...asked,
    type: 'http',
    repository: 'team/app',
    digest: 'sha256:1',
    env: {},
    timeoutMs: 1000,
  };
  const image = { reference: 'registry.example/team/app@sha256:1', entrypoint: [], command: [] };
  const space: Workspace = { dir: '/tmp/slipway-images-a1', env: {} };
  const args = docker().run?.(image, order, space, 8123).at(-1)?.args;
  expect(args).toEqual(expect.arrayContaining(['--env=PORT=8123', '--env=HOST=0.0.0.0']));
  expect(args).toContain('--publish=127.0.0.1:8123:8123');
  // It is known by its name, for the command may be ended before it is.
  expect(args).toContain('--name=slipway-images-a1');
  expect(
    docker()
      .clear?.(space)
      .map((one) => one.args),
  ).toEqual([['rm', '--force', '--volumes', '--', 'slipway-images-a1']]);
});

describe('a worker that is not root, and has been lent no users', () => {
  // It is said of each build, whatever becomes of it.
  const always =
    'time="2026-11-30T14:31:00Z" level=warning msg="Found no UID ranges set aside for user \\"builder\\" in /etc/subuid."\n';

  test.each([
    'Error: building at STEP "ADD many.tar /etc/": storing "many.tar": copier: put: error setting ownership of "/shadow" to 0:42: lchown /shadow: invalid argument',
    'Error: writing blob: adding layer with blob "sha256:fd7b": ApplyLayer stdout:  stderr: potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/shadow): Check /etc/subuid and /etc/subgid if configured locally and run podman-system-migrate: lchown /etc/shadow: invalid argument exit status 1',
    'error setting supplemental groups list: operation not permittedsubprocess exited with status 1\nError: building at STEP "RUN make": exit status 1',
    'time="2026-11-30T14:31:24Z" level=error msg="finding newuidmap: exec: \\"newuidmap\\": executable file not found in $PATH"',
    'time="2026-11-30T14:31:23Z" level=error msg="error determining current user: user: unknown userid 4242"',
  ])('is told what happened and what to do: %s', (log) => {
    expect(manyUsers(`${always}${log}`)).toEqual({
      says: expect.stringContaining('files of several users'),
      remedy: expect.stringContaining('usermod --add-subuids'),
    });
  });

  test('hears nothing of it where a build fails for another reason', () => {
    expect(
      manyUsers(
        `${always}1 test failed\nError: building at STEP "RUN make test": while running runtime: exit status 1`,
      ),
    ).toBeUndefined();
  });

  const machine = (user: Machine['user'], more: Partial<Machine> = {}): Machine => ({
    user,
    read: () => undefined,
    has: () => true,
    ...more,
  });
  const builder = { uid: 1001, name: 'builder' };

  test('hears it from the doctor beforehand', () => {
    const [one] = lackingRanges(machine(builder, { has: (program) => program !== 'newgidmap' }));
    expect(one?.says).toContain(
      '/etc/subuid lends it no range, /etc/subgid lends it no range, there is no newgidmap',
    );
    expect(one?.remedy).toContain('--add-subgids 100000-165535 builder');
    const [nameless] = lackingRanges(machine({ uid: 4242, name: undefined }));
    expect(nameless?.says).toContain('/etc/passwd has no user 4242');
  });

  test.each([
    ['by name', 'builder:100000:65536\n'],
    ['by number', 'other:1:1\n1001:100000:65536\n'],
  ])('hears nothing once it was lent some, %s', (_, text) => {
    expect(lackingRanges(machine(builder, { read: () => text }))).toEqual([]);
  });

  test('is not root: root needs none', () => {
    expect(lackingRanges(machine({ uid: 0, name: 'root' }))).toEqual([]);
  });
});
