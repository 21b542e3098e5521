/** The random counters behind the practised Prometheus: they are what Poisson processes are, and the same each time. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventProcess } from '../../../src/practice/prometheus/process.ts';

const steady = (perSecond: number) => ({ perSecond, integral: (time: number) => time });
const every = (seconds: number, count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, index) => from + (index + 1) * seconds);
const increments = (counts: readonly number[]): number[] =>
  counts.map((count, index) => count - (counts[index - 1] ?? 0));
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((one) => (one - middle) ** 2));
};

describe('a counter of random events', () => {
  test('never falls, and tells the same of a time whatever else is asked', () => {
    const times = fc.array(fc.double({ min: 0, max: 300_000, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(0.01, 3, 5000), times, (rate, some) => {
        const sorted = [...some].sort((a, b) => a - b);
        const process = eventProcess('some', steady(rate));
        const together = process.counts(0, sorted);
        expect(Math.min(...increments(together))).toBeGreaterThanOrEqual(0);
        expect(sorted.map((time) => process.counts(0, [time])[0])).toEqual(together);
      }),
    );
  });

  test.each([0.3, 8, 700])(
    'of %d a second varies as a Poisson process does, tick by tick and minute by minute',
    (rate) => {
      const process = eventProcess('some', steady(rate));
      for (const [seconds, count] of [
        [1, 4000],
        [60, 1000],
      ] as const) {
        const counts = increments(process.counts(0, every(seconds, count)));
        const expected = rate * seconds;
        expect(Math.abs(mean(counts) / expected - 1)).toBeLessThan(5 / Math.sqrt(expected * count));
        // The variance of a variance is some 2 / n.
        expect(Math.abs(variance(counts) / expected - 1)).toBeLessThan(
          5 * Math.sqrt((2 + 1 / expected) / count),
        );
      }
    },
  );

  test('has increments that hang together neither in time nor with another’s', () => {
    const times = every(1, 4000);
    const [one, other] = ['one', 'other'].map((name) =>
      increments(eventProcess(name, steady(20)).counts(0, times)),
    );
    if (one === undefined || other === undefined) throw new Error('There are two.');
    const together = (a: readonly number[], b: readonly number[]): number =>
      mean(a.map((value, index) => (value - 20) * ((b[index] ?? 20) - 20))) / 20;
    expect(Math.abs(together(one, other))).toBeLessThan(5 / Math.sqrt(4000));
    expect(Math.abs(together(one.slice(1), one))).toBeLessThan(5 / Math.sqrt(4000));
  });

  test('follows the intensity', () => {
    const process = eventProcess('some', { perSecond: 100, integral: (time) => time ** 2 / 2000 });
    const [early = 0, late = 0] = process.counts(0, [1000, 2000]);
    expect((late - early) / early).toBeCloseTo(3, 1);
  });
});
