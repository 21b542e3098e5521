import { expect, test } from '@jest/globals';
import type { WatchReply } from '../../src/activities/calls.ts';
import { setAside } from '../../src/workflows/rounds.ts';
import type { NodeRecord } from '../../src/workflows/state.ts';
import { evidence } from '../support/evidence.ts';

const reply = (says: string): WatchReply => ({ verdict: 'fail', says, findings: [], evidence: [evidence()] });
const span = { since: '2026-03-01T12:00:00.000Z', until: '2026-03-01T12:10:00.000Z' };

test('of many rounds the last few are kept, each with a series that is short and counts the same', () => {
  const record: Pick<NodeRecord, 'evidence' | 'earlier'> = {};
  const [one] = evidence().series;
  if (one === undefined) throw new Error('There is evidence in the support.');
  const long = Array.from({ length: 113 }, (_, index) => [index, one[1], 1, 900, 2, index] as typeof one);
  for (let round = 1; round <= 7; round += 1) {
    record.evidence = [evidence()];
    setAside(record, { ...span, ...reply(`round ${round}`), evidence: [evidence({ series: long })] });
    expect(record.evidence).toBeUndefined();
  }
  expect(record.earlier?.map(({ says }) => says)).toEqual([3, 4, 5, 6, 7].map((round) => `round ${round}`));
  const kept = record.earlier?.[0]?.evidence[0]?.series ?? [];
  expect(kept.length).toBeLessThanOrEqual(40);
  expect(kept.reduce((sum, [, , errors]) => sum + errors, 0)).toBe(113);
  expect(kept.at(-1)?.[0]).toBe(112);
});
