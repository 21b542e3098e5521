/** `kubernetes.setSecret` against the practice cluster: by name alone. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { secretValues, startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';

const step = steps.get('kubernetes.setSecret') as Step;
const input = { namespace: 'shop', secret: 'payment', values: { API_KEY: 'payment-key' } };
const ref = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespace: 'shop', name: 'payment' };

describe('kubernetes.setSecret', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor({ kubernetes: pods.client }));
  const held = async () => (await pods.client.get(ref, new AbortController().signal))['data'];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  test('sets what the configuration has under that name, and says only which keys', async () => {
    expect((await run()).output).toEqual({ keys: ['API_KEY'] });
    expect(await held()).toEqual({ API_KEY: base64(secretValues['payment-key']) });
  });

  test('leaves the other keys as they are, and does nothing where all is right', async () => {
    await run();
    await run({ values: { SIGNING: 'signing-key' } });
    await run();
    expect(await held()).toEqual({
      API_KEY: base64(secretValues['payment-key']),
      SIGNING: base64(secretValues['signing-key']),
    });
    expect(pods.world.journal.entries().map(({ effect }) => effect)).toEqual(['secret.set', 'secret.set']);
  });

  test('shows no value in what it knows, says or leaves in the journal', async () => {
    const { output, known } = await run();
    const failure = await failureOf(run({ values: { API_KEY: 'nobody' } }));
    const seen = JSON.stringify([
      output,
      known,
      failure.message,
      failure.details,
      pods.world.journal.entries(),
    ]);
    for (const value of Object.values(secretValues)) {
      expect(seen).not.toContain(value);
      expect(seen).not.toContain(base64(value));
    }
  });

  test('takes no name that the configuration has not', async () => {
    const failure = await failureOf(run({ values: { API_KEY: 'nobody' } }));
    expect([failure.type, failure.nonRetryable]).toEqual(['credentials-missing', true]);
    expect(failure.message).toContain('no secret nobody');
  });

  test.each([{}, { 'a b': 'payment-key' }, { API_KEY: 'sk_live_123' }])('refuses %j as values', (values) => {
    expect(step.input.safeParse({ ...input, values }).success).toBe(false);
  });
});
