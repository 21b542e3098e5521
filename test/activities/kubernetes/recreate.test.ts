/** `kubernetes.recreate` against the practice cluster: never two of a singleton are alive. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { podsIn, readPod } from '../../../src/activities/kubernetes/pod.ts';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { alivePods } from '../../support/alive-pods.ts';
import { startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';

const recreate = steps.get('kubernetes.recreate') as Step;
const setImage = steps.get('kubernetes.setImage') as Step;
const input = { namespace: 'shop', deployment: 'cron', image: 'example.com/cron:2' };

describe('kubernetes.recreate', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const context = (key = 'key-1') => contextFor({ kubernetes: pods.client }, { key });
  const run = (more: Record<string, Json> = {}) => attempt(recreate, { ...input, ...more }, context());
  const patch = (deployment: string, spec: Json) =>
    pods.client.mergePatch(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        plural: 'deployments',
        namespace: 'shop',
        name: deployment,
      },
      { spec },
      { key: 'patch', signal: context().signal },
    );

  test('has the old pod gone before the new one is made, on the way and on the way back', async () => {
    const alive = await alivePods(pods, 'shop', 'cron');
    const { output, known } = await run();
    expect(output).toEqual({ image: 'example.com/cron:2', previous: 'example.com/cron:1' });
    expect(await undo(recreate, known, context())).toContain('back to example.com/cron:1');
    const seen = await alive.stop();
    expect(seen.most).toBe(1);
    expect(seen.pods).toHaveLength(3);
  });

  test('is needed for that: a rolling update has two alive for a while', async () => {
    await patch('cron', { strategy: { type: 'RollingUpdate' } });
    const alive = await alivePods(pods, 'shop', 'cron');
    await attempt(setImage, input, context());
    expect((await alive.stop()).most).toBe(2);
  });

  test.each([
    ['the strategy RollingUpdate', { strategy: { type: 'RollingUpdate' } }, 'two of it would be alive'],
    ['two replicas', { replicas: 2 }, 'has 2 replicas'],
  ])('changes nothing of a Deployment with %s', async (_, spec, says) => {
    await patch('cron', spec);
    const failure = await failureOf(run());
    expect([failure.type, failure.nonRetryable]).toEqual(['refused', true]);
    expect(failure.message).toContain(says);
    expect(JSON.stringify(pods.system.snapshot())).not.toContain('cron:2');
  });

  test('says why the new one does not come, and brings the old one back', async () => {
    pods.system.crashImage('example.com/cron:2', 'Traceback\nKeyError: SCHEDULE\n');
    const failure = await failureOf(run());
    expect(failure.message).toContain('CrashLoopBackOff');
    expect(failure.message).toContain('its last lines: Traceback\nKeyError: SCHEDULE');
    const known = { input: { ...input, timeoutSeconds: 60 }, before: { previous: 'example.com/cron:1' } };
    await undo(recreate, known, context());
    const all = (await pods.client.list(podsIn('shop'), { signal: context().signal })).map(readPod);
    expect(all.filter(({ name, ready }) => name.startsWith('cron-') && ready)).toHaveLength(1);
  });
});
