/** What the certification calls out of turn: two releases in one environment, or one at work before it has it. */
import { describe, expect, test } from '@jest/globals';
import type { ActivityEvent } from '../../bench/chaos/event.ts';
import { outOfTurn, tooSoon } from '../../bench/chaos/turns.ts';
import type { EnvironmentAudit } from '../../src/environment/view.ts';

const time = (second: number): string => new Date(second * 1000).toISOString();
const granted = (release: string, second: number): EnvironmentAudit => ({
  at: time(second),
  by: 'maria',
  what: 'granted',
  says: `${release} holds stage`,
});
const left = (release: string, second: number): EnvironmentAudit => ({
  at: time(second),
  by: 'slipway',
  what: 'left',
  says: `${release} has left stage: it gave it back`,
});
const began = (second: number): ActivityEvent => ({
  type: 'activity',
  at: second * 1000,
  pid: 1,
  phase: 'act',
  key: 'sw-1',
  release: null,
  node: null,
  attempt: 1,
  moment: 'begin',
});

describe('the record of an environment', () => {
  test('is in order where each came in when the one before had left', () => {
    expect(outOfTurn([granted('a', 1), left('a', 2), granted('b', 2), left('b', 3)], 0)).toEqual([]);
  });

  test('is not where two had it, though one that only waited left in between', () => {
    expect(outOfTurn([granted('a', 1), left('c', 2), granted('b', 2)], 0)).toEqual([
      'b got the environment while a had it',
    ]);
  });

  test('is read from the beginning of the run alone', () => {
    expect(outOfTurn([granted('a', 1), granted('b', 5)], 4000)).toEqual([]);
  });
});

describe('a release', () => {
  const audit = [granted('a', 1), left('a', 4), granted('b', 5)];

  test('may work once it has the environment', () => {
    expect(tooSoon(audit, 'b', [began(6)], 0)).toEqual([]);
  });

  test('is too soon before that, and where it never got it', () => {
    expect(tooSoon(audit, 'b', [began(4)], 0)).toEqual(['b began act 1000 ms before its turn']);
    expect(tooSoon(audit, 'c', [], 0)).toEqual(['c never got the environment']);
  });
});
