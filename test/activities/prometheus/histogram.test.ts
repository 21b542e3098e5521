import { describe, expect, test } from '@jest/globals';
import { classicTicks, nativeTicks } from '../../../src/activities/prometheus/histogram.ts';
import { rawSeries } from '../../../src/activities/prometheus/raw-series.ts';
import type { RawSeries } from '../../../src/activities/prometheus/raw-series.ts';

const bucket = (le: string, ...samples: [number, number][]): RawSeries => ({
  labels: { le },
  samples,
  histograms: [],
});

describe('a classic histogram', () => {
  test('adds up the instances bound by bound, however a bound is written', () => {
    const buckets = [
      bucket('0.5', [1, 10], [2, 14]),
      bucket('0.50', [1, 1], [2, 2]),
      bucket('+Inf', [1, 20], [2, 30]),
      bucket('odd', [1, 0], [2, 9]),
    ];
    expect([...classicTicks(buckets, [1, 3], () => 'unknown')]).toEqual([
      [0.5, [5]],
      [Infinity, [10]],
    ]);
  });
});

describe('a native histogram', () => {
  test('as Prometheus answers it counts cumulatively at its own bounds', async () => {
    const at = (time: number, count: string, ...buckets: unknown[]) => [time, { count, sum: '1', buckets }];
    const answer = {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { instance: 'a' },
            histograms: [
              at(1, '5', [0, '0.5', '1', '3'], [0, '1', '2', '2']),
              at(2, '9', [0, '0.5', '1', '4'], [0, '1', '2', '5']),
            ],
          },
        ],
      },
    };
    const client = { baseUrl: '', fetch: () => Promise.resolve(Response.json(answer)) };
    const series = await rawSeries(client, 'seconds', { from: 0, to: 3 }, new AbortController().signal);
    expect([...nativeTicks(series, [1, 3])]).toEqual([
      [1, [1]],
      [2, [4]],
      [Infinity, [4]],
    ]);
  });
});
