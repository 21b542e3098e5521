/** `kubernetes.setImage` against the practice cluster. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { gitAlone } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('kubernetes.setImage') as Step;
const input = { namespace: 'demo', deployment: 'web', image: 'example.com/web:2' };

describe('kubernetes.setImage', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await gitAlone();
  });
  afterEach(() => parts.stop());
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor(parts.clients));
  const deployed = () => JSON.stringify(parts.snapshot()['kubernetes']);

  test('rolls the image out and says what ran before', async () => {
    expect((await run()).output).toEqual({ image: 'example.com/web:2', previous: 'example.com/web:1' });
    expect(deployed()).toContain('"image":"example.com/web:2"');
  });

  test('names the image by digest where it is given one', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { output } = await run({ image: 'example.com/web', digest });
    expect(output).toMatchObject({ image: `example.com/web@${digest}` });
  });

  test('fails with the kubelet’s own reason where the pods don’t come up, and is undone', async () => {
    const before = deployed();
    const ctx = contextFor(parts.clients);
    const given = { ...input, image: 'example.com/web:bad' };
    const failure = await failureOf(attempt(step, given, ctx));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('ImagePullBackOff');
    await undo(step, { input: given, before: { previous: 'example.com/web:1' } }, ctx);
    expect(deployed()).toBe(before);
  });

  test('does not take back what somebody has rolled out since', async () => {
    const { known } = await run();
    await run({ image: 'example.com/web:3' });
    const failure = await failureOf(undo(step, known, contextFor(parts.clients)));
    expect(failure.type).toBe('undo-failed');
    expect(deployed()).toContain('example.com/web:3');
  });

  test('names the containers where it is told of none that is there', async () => {
    const failure = await failureOf(run({ container: 'sidecar' }));
    expect(failure.message).toContain('it has web');
  });
});
