/** `oci.testCommit` with a real git server and a real builder: tests that pass, and tests that don't. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { image, repository } from '../../../src/practice/sre-test/options.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { describeWithImages } from '../../support/real-parts.ts';
import { startSreTest } from '../../support/sre-test.ts';
import type { StartedSreTest } from '../../support/sre-test.ts';

const step = steps.get('oci.testCommit') as Step;

describeWithImages('oci.testCommit', () => {
  let sreTest: StartedSreTest;
  beforeEach(async () => {
    sreTest = await startSreTest({ newest: 'bad-code' });
  });
  afterEach(() => sreTest.stop());
  const run = (ref: string) =>
    attempt(
      step,
      {
        source: repository,
        commit: sreTest.git.refs(repository)[ref],
        args: { REGISTRY: new URL(sreTest.url).host },
      },
      contextFor(sreTest.clients('dev')),
    );

  test('gives the last lines of tests that pass, and pushes nothing', async () => {
    const before = sreTest.images.tags(image);
    expect((await run('refs/heads/release')).output).toMatchObject({
      log: expect.stringContaining('passed'),
    });
    expect(sreTest.images.tags(image)).toEqual(before);
  });

  test('fails for good where the tests fail, and says what they said', async () => {
    const failure = await failureOf(run('refs/heads/master'));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('FAILED: the page wishes nobody anything');
  });
});
