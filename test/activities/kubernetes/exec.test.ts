/** `kubernetes.exec` against the practice cluster, over a real websocket. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { createKubernetesClient } from '../../../src/worker/kubernetes.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';

const step = steps.get('kubernetes.exec') as Step;
const input = { namespace: 'shop', pod: 'queue-1', command: ['diagnose'] };

describe('kubernetes.exec', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const run = (more: Record<string, Json> = {}, client = pods.client) =>
    attempt(step, { ...input, ...more }, contextFor({ kubernetes: client }));

  test('gives what the program said, of which pod, and how it ended', async () => {
    expect((await run()).output).toEqual({
      pod: 'queue-1',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      exitCode: 0,
      stdout: 'stuck: 3',
      stderr: '',
    });
    expect((await run({ pod: 'queue-0' })).output).toMatchObject({ stdout: 'all is well' });
  });

  test('keeps beginning and end of much', async () => {
    const { output } = await run({ command: ['long'] });
    expect(JSON.stringify(output).length).toBeLessThan(20_000);
    expect(output).toMatchObject({ stdout: expect.stringMatching(/^found 1[^]*\[…\][^]*found 5000$/) });
  });

  test('fails with what it complained of, unless that is one of the ways it may end', async () => {
    const failure = await failureOf(run({ command: ['reboot', '--now'] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('reboot --now in shop/queue-1 ended with 3: no such command');
    expect((await run({ command: ['reboot'], exitCodes: [0, 3] })).output).toMatchObject({ exitCode: 3 });
  });

  test('that does not end in its time is a failure, unless it may end as it likes', async () => {
    const slow = () => pods.world.faults.add({ path: '/exec$', kind: { type: 'delay', ms: 5000 } });
    slow();
    expect((await failureOf(run({ timeoutSeconds: 1 }))).type).toBe('timed-out');
    slow();
    expect((await run({ timeoutSeconds: 1, exitCodes: 'any' })).output).toMatchObject({
      exitCode: 124,
      stdout: '',
      stderr: 'diagnose has not ended within 1 s in queue-1.',
    });
    expect((await run({ command: ['reboot'], exitCodes: 'any' })).output).toMatchObject({ exitCode: 3 });
  });

  test('fails where it does not say what it must', async () => {
    expect((await failureOf(run({ contains: 'all is well' }))).message).toContain(
      'did not say “all is well”',
    );
    expect((await run({ pod: 'queue-0', contains: 'all is well' })).output).toMatchObject({ exitCode: 0 });
  });

  test.each([
    [{ pod: 'queue-7' }, 'not-found'],
    [{ container: 'sidecar' }, 'refused'],
  ])('says of %j that there is none', async (more, type) => {
    expect((await failureOf(run(more))).type).toBe(type);
  });

  test('is permission-denied where the account may not', async () => {
    pods.system.deny({ verb: 'get', resource: 'pods/exec' });
    expect((await failureOf(run())).type).toBe('permission-denied');
  });

  test('is not sent while a release is planned', async () => {
    const client = createKubernetesClient({
      server: `${pods.url}/kubernetes`,
      token: 'practice-cluster',
      readOnly: true,
    });
    expect((await failureOf(run({}, client))).message).toContain('Planning changes nothing');
  });

  test('tries again where the connection breaks off', async () => {
    pods.world.faults.add({ path: '/exec$', kind: { type: 'refuse' } });
    const failure = await failureOf(run());
    expect([failure.type, failure.nonRetryable]).toEqual(['unavailable', false]);
    expect((await run()).output).toMatchObject({ exitCode: 0 });
  });
});
