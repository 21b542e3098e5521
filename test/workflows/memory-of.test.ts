/** What the end of a wait tells the run that takes it up again. */
import { describe, expect, test } from '@jest/globals';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  RetryState,
  TimeoutFailure,
} from '@temporalio/common';
import type { TimeoutType } from '@temporalio/common';
import { memoryOf, wasFoundDead } from '../../src/workflows/memory-of.ts';

const ended = (cause: Error) =>
  new ActivityFailure('ended', 'argocd.sync.settle', '1', RetryState.TIMEOUT, 'worker', cause);
const silent = (type: TimeoutType) => ended(new TimeoutFailure('silent', { since: 7 }, type));
const told = ended(new CancelledFailure('stop', [{ since: 5 }]));

describe('a wait that is cut short', () => {
  test('tells what it knew when it heard of it', () => {
    expect([wasFoundDead(told), memoryOf(told)]).toEqual([false, { since: 5 }]);
  });

  test('is known by its last heartbeat where its worker had died and could not hear of it', () => {
    expect([wasFoundDead(silent('HEARTBEAT')), memoryOf(silent('HEARTBEAT'))]).toEqual([true, { since: 7 }]);
  });

  test('is no wait that lasted too long, nor one that failed', () => {
    expect(wasFoundDead(silent('SCHEDULE_TO_CLOSE'))).toBe(false);
    expect(wasFoundDead(ended(ApplicationFailure.nonRetryable('no', 'failed')))).toBe(false);
  });
});
