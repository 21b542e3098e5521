import { expect, test } from '@jest/globals';
import { nextLook } from '../../../src/activities/watch/span.ts';

const span = { since: 1_000_000, interval: 30_000 };
const lag = 5000;

test('the next look comes as soon as a tick can be read, whenever the last one was', () => {
  const after = (offset: number): number => nextLook(span, lag, span.since + offset) - span.since;
  expect([0, 35_010, 40_000, 65_009].map(after)).toEqual([35_010, 65_010, 65_010, 95_010]);
});

test('ticks of a worker’s soaks do not fall together because it began them together', () => {
  const other = { ...span, since: span.since + 7000 };
  expect(nextLook(other, lag, 2_000_000) - nextLook(span, lag, 2_000_000)).toBe(7000);
});
