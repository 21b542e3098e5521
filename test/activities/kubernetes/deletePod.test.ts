/** `kubernetes.deletePod` against the practice cluster. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { podRef, readPod } from '../../../src/activities/kubernetes/pod.ts';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, observe } from '../../support/attempt.ts';
import { startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';

const step = steps.get('kubernetes.deletePod') as Step;
const input = { namespace: 'shop', pod: 'queue-1', everySeconds: 0.05 };

describe('kubernetes.deletePod', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const context = (key = 'key-1') => contextFor({ kubernetes: pods.client }, { key });
  const run = (more: Record<string, Json> = {}) => attempt(step, { ...input, ...more }, context());
  const uidOf = async (pod: string): Promise<string> =>
    readPod(await pods.client.get(podRef({ namespace: 'shop', pod }), context().signal)).uid;
  const deletions = () => pods.world.journal.entries().filter(({ effect }) => effect === 'pod.delete');

  test('deletes that pod alone, and gives the one that came in its place', async () => {
    const before = await Promise.all(['queue-0', 'queue-1', 'queue-2'].map(uidOf));
    const { output } = await run();
    const after = await Promise.all(['queue-0', 'queue-1', 'queue-2'].map(uidOf));
    expect(after).toEqual([before[0], expect.not.stringMatching(before[1] ?? ''), before[2]]);
    expect(output).toEqual({ pod: 'queue-1', uid: after[1] });
  });

  test('does not delete the pod that came in its place', async () => {
    const ctx = context();
    const seen = await observe(step, input, ctx);
    const before = seen.state === 'absent' ? seen.before : null;
    await run();
    const { observe: look } = step;
    expect(await look?.(step.input.parse(input), ctx, before as never)).toMatchObject({ state: 'started' });
    expect(deletions()).toHaveLength(1);
  });

  test('refuses one that is not the one that was looked at', async () => {
    const uid = await uidOf('queue-1');
    await run({ seen: [{ pod: 'queue-1', uid }] });
    const failure = await failureOf(
      attempt(step, { ...input, seen: [{ pod: 'queue-1', uid }] }, context('again')),
    );
    expect([failure.type, failure.nonRetryable]).toEqual(['conflict', true]);
    expect(failure.message).toContain('not the one that was looked at');
    expect(deletions()).toHaveLength(1);
  });

  test('waits for a Deployment’s pod as well', async () => {
    const web = pods.system.pods().find(({ name }) => name.startsWith('web-'))?.name ?? '';
    await run({ pod: web });
    expect(pods.system.pods().filter(({ name }) => name.startsWith('web-'))).toHaveLength(3);
  });

  test('refuses a pod that nobody would make anew, and one that is not there', async () => {
    const { signal } = context();
    await pods.client.create(
      { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespace: 'shop' },
      { metadata: { name: 'alone' }, spec: {} },
      { key: 'alone', signal },
    );
    expect((await failureOf(run({ pod: 'alone' }))).message).toContain('belongs to no controller');
    expect((await failureOf(run({ pod: 'queue-9' }))).type).toBe('not-found');
  });
});
