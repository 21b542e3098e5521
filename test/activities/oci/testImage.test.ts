/** `oci.testImage`: a real image is run, and asked. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { describeWithImages, digests, repository, withRegistry } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('oci.testImage') as Step;
const env = { HOST: '127.0.0.1' };

describeWithImages('oci.testImage', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await withRegistry();
  });
  afterEach(() => parts.stop());
  const run = (test: Json, more: Record<string, Json> = {}) =>
    attempt(
      step,
      { repository, digest: digests.web, test, env, timeoutSeconds: 20, ...more },
      contextFor(parts.clients),
    );

  test('passes an image that answers as it should', async () => {
    await expect(run({ type: 'http', path: '/busybox' })).resolves.toBeDefined();
  });

  test.each([
    ['another status', { type: 'http', path: '/busybox', status: 204 }, 'status 200, not 204'],
    ['a body without it', { type: 'http', path: '/busybox', contains: 'no such text' }, 'no such text'],
  ])('refuses %s', async (_, how, says) => {
    const failure = await failureOf(run(how, { timeoutSeconds: 2 }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain(says);
  });

  test('says with what an image ended that does not stay up, and what it said', async () => {
    const failure = await failureOf(run({ type: 'http' }, { env: { HOST: 'no-such-host' } }));
    expect(failure.message).toMatch(
      /ended with [1-9]\d* instead of answering[^]*It said last:\n.*no-such-host/,
    );
  });

  test('runs a command in it, and holds it to its exit code', async () => {
    const sh = (script: string) => ({ type: 'command', command: ['/bin/busybox', 'sh', '-c', script] });
    expect((await run(sh('echo "all is $HOST"'))).output).toMatchObject({
      log: expect.stringContaining('all is 127.0.0.1'),
    });
    const failure = await failureOf(run(sh('echo gone wrong; exit 3')));
    expect(failure.message).toMatch(/does not pass[^]*gone wrong/);
  });

  test('leaves no process behind', async () => {
    const failure = await failureOf(run({ type: 'http', path: '/never' }, { timeoutSeconds: 2 }));
    expect(failure.message).toContain('status 404');
    const processes = execFileSync('ps', ['ax', '-o', 'args'], { encoding: 'utf8' }).split('\n');
    expect(processes.filter((args) => /^\S*(httpd|busybox) .*127\.0\.0\.1/.test(args))).toEqual([]);
  });
});
