import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addTicks, incrementsOf, tickOf } from '../../../src/activities/prometheus/increments.ts';

describe('increments of a counter', () => {
  test('belong to the tick in which they were scraped', () => {
    const samples = [
      [9, 100],
      [14, 103],
      [19, 110],
      [24, 110],
    ] as const;
    expect(incrementsOf(samples, [10, 20, 30], 'unknown')).toEqual([10, 0]);
  });

  test('are the whole new value after a reset', () => {
    expect(
      incrementsOf(
        [
          [1, 50],
          [2, 4],
        ],
        [0, 1.5, 3],
        'unknown',
      ),
    ).toEqual([undefined, 4]);
  });

  test('leave the first value out, unless the target was scraped before without the series', () => {
    expect(
      incrementsOf(
        [
          [1, 7],
          [2, 9],
        ],
        [0, 3],
        'unknown',
      ),
    ).toEqual([2]);
    expect(
      incrementsOf(
        [
          [1, 7],
          [2, 9],
        ],
        [0, 3],
        'at-zero',
      ),
    ).toEqual([9]);
  });

  test('are unknown, not zero, in a tick without a scrape, and come with the next one', () => {
    expect(
      incrementsOf(
        [
          [5, 10],
          [25, 40],
        ],
        [0, 10, 20, 30],
        'unknown',
      ),
    ).toEqual([undefined, undefined, 30]);
  });

  test('add up to the same however a stretch is cut', () => {
    const counter = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 50 }), fc.boolean()), {
        minLength: 2,
      })
      .map((steps) => {
        let [time, value] = [0, 0];
        return steps.map(([later, more, reset]) => {
          time += later;
          value = reset ? more : value + more;
          return [time, value] as const;
        });
      });
    const total = (ticks: readonly (number | undefined)[]) =>
      ticks.reduce<number>((sum, tick) => sum + (tick ?? 0), 0);
    fc.assert(
      fc.property(counter, fc.array(fc.integer({ min: 1, max: 500 })), (samples, cuts) => {
        const end = (samples.at(-1)?.[0] ?? 0) + 1;
        const edges = [...new Set([0, ...cuts.filter((cut) => cut < end), end])].sort((a, b) => a - b);
        expect(total(incrementsOf(samples, edges, 'unknown'))).toBe(
          total(incrementsOf(samples, [0, end], 'unknown')),
        );
      }),
    );
  });
});

test('a tick holds its end and not its beginning', () => {
  expect([0, 1, 10, 11, 20, 21].map((time) => tickOf(time, [0, 10, 20]))).toEqual([
    undefined,
    0,
    0,
    1,
    1,
    undefined,
  ]);
});

test('ticks add where either is known', () => {
  expect(addTicks([1, undefined, undefined], [2, 3, undefined])).toEqual([3, 3, undefined]);
});
