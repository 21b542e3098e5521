/** Which queries are refused because their workflow may have run ahead of its tasks, activation by activation. */
import { describe, expect, test } from '@jest/globals';
import type { ActivateInput } from '@temporalio/workflow';
import { interceptors } from '../../src/workflows/not-ahead.ts';

interface Step {
  /** When its task was started, in seconds. */
  readonly task: number;
  readonly length: number;
  readonly replaying?: true;
  /** It brings what a local activity gave. */
  readonly local?: true;
}

type Told = Step | 'query' | 'query with a task';

/** Whether each was let through. */
function letThrough(...all: Told[]): boolean[] {
  const [activate] = (interceptors().internals ?? []).map((one) => one.activate);
  return all.map((told) => {
    try {
      activate?.(inputOf(told), () => undefined);
      return true;
    } catch {
      return false;
    }
  });
}

const inputOf = (told: Told): ActivateInput =>
  ({
    batchIndex: 0,
    activation:
      typeof told === 'string'
        ? { jobs: [{ queryWorkflow: { queryId: told === 'query' ? 'legacy_query' : 'one-of-a-task' } }] }
        : {
            jobs: [{ resolveActivity: { isLocal: told.local ?? false } }],
            timestamp: { seconds: told.task, nanos: 0 },
            historyLength: told.length,
            isReplaying: told.replaying ?? false,
          },
  }) as unknown as ActivateInput;

const replayed = (task: number, length: number): Step => ({ task, length, replaying: true });

describe('a query', () => {
  test('is answered by a workflow that began here, and went on', () => {
    expect(letThrough({ task: 1, length: 3 }, 'query', { task: 2, length: 9 }, 'query')).not.toContain(false);
  });

  test('is answered by a history that was read to its end', () => {
    expect(
      letThrough(replayed(1, 3), replayed(2, 9), 'query', { task: 3, length: 15 }, 'query'),
    ).not.toContain(false);
  });

  test('is refused where what no task has brought was run', () => {
    expect(letThrough(replayed(1, 3), { task: 1, length: 7 })).toEqual([true, false]);
  });

  test('is refused where it may have run the task that is on its way', () => {
    expect(letThrough(replayed(1, 3), { task: 2, length: 9 }, 'query')).toEqual([true, true, false]);
  });

  test('that comes with a task is answered, and those that follow it', () => {
    expect(letThrough(replayed(1, 3), { task: 2, length: 9 }, 'query with a task', 'query')).not.toContain(
      false,
    );
  });
});

test('history that comes while a local activity goes on is its own', () => {
  expect(
    letThrough(replayed(1, 3), { task: 2, length: 9 }, { task: 2, length: 12, local: true }),
  ).not.toContain(false);
});

test('what a task brings about itself is no new history', () => {
  expect(letThrough(replayed(1, 3), { task: 2, length: 9 }, { task: 2, length: 9 })).not.toContain(false);
});
