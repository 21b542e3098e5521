/** `metrics.httpProbe` against a real server. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { httpProbe } from '../../../src/activities/metrics/index.ts';
import { createWorkspace } from '../../../src/practice/slack/index.ts';
import { checkContext } from '../../support/check-context.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

describe('metrics.httpProbe', () => {
  let started: StartedPracticeSystem;
  beforeEach(async () => {
    started = await startPracticeSystem(createWorkspace);
  });
  afterEach(() => started.stop());

  const sample = (input: object, signal = new AbortController().signal) =>
    httpProbe.definition.sample(
      httpProbe.definition.input.parse({ url: `${started.url}/slack/channels/releases`, ...input }),
      checkContext({ signal }),
    );

  test('is 1 while the answer is as expected', async () => {
    expect(await sample({ contains: '#releases' })).toMatchObject({ value: 1 });
    expect(await sample({ url: `${started.url}/nowhere`, status: 404 })).toMatchObject({ value: 1 });
  });

  test('is 0, with the reason, for another status or another text', async () => {
    expect(await sample({ status: 204 })).toMatchObject({
      value: 0,
      says: expect.stringContaining('answered 200, not 204'),
    });
    expect(await sample({ contains: 'tango' })).toMatchObject({ value: 0, says: 'the body lacks "tango"' });
  });

  test('has no figure, and the reason, where nothing answers: that may be the way there', async () => {
    started.world.faults.add({ kind: { type: 'refuse' } });
    expect(await sample({})).toMatchObject({ value: null, says: expect.stringContaining('did not answer') });
    started.world.faults.add({ kind: { type: 'delay', ms: 1000 } });
    expect(await sample({ timeoutSeconds: 0.05 })).toMatchObject({
      value: null,
      says: expect.stringContaining('did not answer'),
    });
  });

  test('stops when it is told to', async () => {
    await expect(sample({}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
