import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linearScale, logScale, timeScale } from '../../../src/client/report/scale.ts';
import type { Scale } from '../../../src/client/report/scale.ts';

const inside = ({ place, ticks }: Scale, values: readonly number[], most: number): void => {
  for (const one of [...values.map(place), ...ticks.map((tick) => tick.place)]) {
    expect(one).toBeGreaterThanOrEqual(0);
    expect(one).toBeLessThanOrEqual(100);
  }
  expect(ticks.length).toBeGreaterThanOrEqual(1);
  expect(ticks.length).toBeLessThanOrEqual(most);
};
const positive = fc.double({ min: 1e-6, max: 1e12, noNaN: true });
const label = (value: number): string => `${Number(value.toPrecision(6))}`;

describe('a scale', () => {
  test('keeps all in its range, with few ticks, whatever the values', () => {
    fc.assert(
      fc.property(positive, positive, fc.array(positive), (a, b, values) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        inside(linearScale(high, [0, 100], label), values, 6);
        inside(logScale(low, high, [0, 100], label), [...values, 0, Infinity], 7);
        const begin = 1.7e9 + low / 1e6;
        inside(timeScale(begin, begin + Math.min(high, 3e7), [0, 100]), values, 6);
      }),
      { numRuns: 300 },
    );
  });

  test('of shares has round ticks above the largest', () => {
    expect(linearScale(0.031, [0, 100], label).ticks.map(({ says }) => says)).toEqual([
      '0',
      '0.01',
      '0.02',
      '0.03',
      '0.04',
    ]);
    expect(linearScale(0, [0, 100], label).ticks).toHaveLength(3);
  });

  test('of odds places powers of ten evenly', () => {
    const { place, ticks } = logScale(0.01, 10_000, [0, 100], label);
    expect([0.01, 1, 10_000].map((odds) => Math.round(place(odds)))).toEqual([0, 33, 100]);
    expect(ticks.map(({ says }) => says)).toEqual(['0.01', '1', '100', '10000']);
  });

  test.each([
    [10, ['12:00:00', '12:00:05', '12:00:10']],
    [5, ['12:00:00', '12:00:02', '12:00:04']],
    [3600, ['12:00', '12:15', '12:30', '12:45', '13:00']],
    [86_400, ['12:00', '18:00', '00:00', '06:00', '12:00']],
    [2 * 86_400, ['03-01 12h', '03-02 00h', '03-02 12h', '03-03 00h', '03-03 12h']],
    [10 * 86_400, ['2026-03-03', '2026-03-08']],
  ])('of %d seconds has ticks at round times', (seconds, says) => {
    const noon = Date.parse('2026-03-01T12:00:00Z') / 1000;
    expect(timeScale(noon, noon + seconds, [0, 100]).ticks.map((tick) => tick.says)).toEqual(says);
  });
});
