import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { number } from '../../src/judge/sentence.ts';

test('numbers have commas, the same on every machine', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e15, noNaN: true, maxExcluded: true }), (value) => {
      expect(number(value)).toBe(Math.round(value).toLocaleString('en-US'));
    }),
  );
  expect([999, 999.4, 999.5, 1000, 1_234_567, 1e15].map(number)).toEqual([
    '999',
    '999',
    '1,000',
    '1,000',
    '1,234,567',
    'more than 1e15',
  ]);
});
