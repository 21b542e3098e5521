/** What an image builder is told, and what its words mean. */
import { describe, expect, test } from '@jest/globals';
import type { RunOrder } from '../../src/activities/oci/builder.ts';
import { docker } from '../../src/worker/images/docker.ts';
import { isPassing } from '../../src/worker/images/builder.ts';
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
  const args = docker()
    .run?.(image, order, { env: {} } as Workspace, 8123)
    .at(-1)?.args;
  expect(args).toEqual(expect.arrayContaining(['--env=PORT=8123', '--env=HOST=0.0.0.0']));
  expect(args).toContain('--publish=127.0.0.1:8123:8123');
});
