/** `http.check` against a real server. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ReadStep } from '../../../src/activities/contract.ts';
import { check } from '../../../src/activities/http/index.ts';
import { createWorkspace } from '../../../src/practice/slack/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';
import { stepContext } from '../../support/step-context.ts';
import type { TestContextOptions } from '../../support/step-context.ts';

describe('http.check', () => {
  const step = check.definition as ReadStep;
  let started: StartedPracticeSystem;
  beforeEach(async () => {
    started = await startPracticeSystem(createWorkspace);
  });
  afterEach(() => started.stop());

  const settle = (input: object, context: TestContextOptions = {}) =>
    step.settle(
      null,
      stepContext(context),
      step.input.parse({ url: `${started.url}/slack/channels/releases`, ...input }),
    );

  test('gives the status of an answer that is as expected', async () => {
    const output = await settle({ contains: '#releases' });
    expect(step.output.parse(output)).toMatchObject({ status: 200 });
    expect(await settle({ url: `${started.url}/nowhere`, status: 404 })).toMatchObject({ status: 404 });
  });

  test('goes on asking until the answer is as expected', async () => {
    started.world.faults.add({ kind: { type: 'status', status: 503 } });
    started.world.faults.add({ kind: { type: 'refuse' } });
    expect(await settle({})).toMatchObject({ status: 200 });
    expect(started.world.faults.pending()).toEqual([]);
  });

  test.each([
    ['another status', { status: 204 }, /answered 200, not 204/],
    ['a text that lacks', { contains: 'tango' }, /the body lacks "tango"/],
    ['no answer', { url: 'http://127.0.0.1:9/' }, /no answer/],
  ])('says what was wrong in the end: %s', async (_, input, message) => {
    await expect(settle({ ...input, settleSeconds: 3 })).rejects.toMatchObject({
      type: 'failed',
      nonRetryable: true,
      message: expect.stringMatching(message),
    });
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const onSleep = () => stop.abort(new Error('stopped'));
    await expect(settle({ status: 204 }, { signal: stop.signal, onSleep })).rejects.toThrow('stopped');
  });

  test.each(['ftp://host/', 'host', 'javascript:alert(1)'])('refuses the address %s', (url) => {
    expect(step.input.safeParse({ url }).success).toBe(false);
  });
});
