/** The practised part of PromQL: parsed and evaluated over fixed series. */
import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../../src/practice/prometheus/evaluate.ts';
import type { Value } from '../../../src/practice/prometheus/evaluate.ts';
import { parseQuery } from '../../../src/practice/prometheus/parser.ts';
import { seriesOf } from '../../../src/practice/prometheus/series.ts';

const load = { labels: {}, requestsPerSecond: 100, errorRate: 0.1, latencySeconds: 0.1 };
const loads = [
  { ...load, service: 'app', version: '1' },
  { ...load, service: 'app', version: '2' },
  { ...load, service: 'agent', version: '1' },
];
const series = seriesOf([{ at: 0, loads }], { seed: 'seed', interval: 10, now: 10_000 });
const calculate = (query: string): Value => evaluate(parseQuery(query), series, 10_000);

describe('PromQL', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['-2 * 3 - 1', -7],
    ['+1e3 * .5', 500],
    ['0x10 # sixteen', 16],
  ])('calculates %s', (query, value) => {
    expect(calculate(query)).toEqual({ type: 'scalar', value });
  });

  test.each([
    ['count(http_requests_total{service=~"ap.*"})', 4],
    ['count(http_requests_total{version!="1"})', 2],
    ['count({__name__=~"http_requests.*",status!~"2.."})', 3],
    ["count by (service) (http_requests_total{service='agent'})", 2],
    ['count(http_requests_total{service=`agent`}) by (service,)', 2],
    ['count(http_requests_total{nothing=""})', 6],
    ['max(http_requests_total * 0 + 2)', 2],
    ['min(3 - http_requests_total * 0)', 3],
    ['avg(http_requests_total offset 9980s)', expect.closeTo(1000, -3)],
    ['sum(http_requests_total / http_requests_total)', 6],
  ])('gives one number for %s', (query, value) => {
    expect(calculate(query)).toEqual({ type: 'vector', samples: [{ labels: expect.any(Object), value }] });
  });

  test.each(['count(http_requests_total{service=~"ap"})', 'http_requests_total offset 3h', 'nothing'])(
    'finds no series for %s',
    (query) => {
      expect(calculate(query)).toEqual({ type: 'vector', samples: [] });
    },
  );

  test('a rate is the increase a second', () => {
    const rate = calculate('sum(rate(http_requests_total{service="agent"}[100s]))');
    const increase = calculate('sum(increase(http_requests_total{service="agent"}[100s])) / 100');
    if (rate.type !== 'vector' || increase.type !== 'vector') throw new Error('Both are vectors.');
    expect(rate.samples[0]?.value).toBeCloseTo(increase.samples[0]?.value ?? 0, 9);
  });

  test('a range is what was scraped in it, with the scrapes’ own times', () => {
    const value = calculate('http_requests_total{service="agent",status="200"}[100s] offset 1m');
    if (value.type !== 'matrix') throw new Error('That is no matrix.');
    const [row] = value.rows;
    expect(row?.points).toHaveLength(10);
    const times = row?.points.map(([time]) => time) ?? [];
    expect(Math.min(...times)).toBeGreaterThan(9840);
    expect(Math.max(...times)).toBeLessThanOrEqual(9940);
    expect(times.slice(1).map((time, index) => Math.round(time - (times[index] ?? 0)))).toEqual(
      Array.from({ length: 9 }, () => 10),
    );
  });

  test.each([
    ['', /unexpected end of input/],
    ['http_requests_total{', /unexpected end of input/],
    ['rate(http_requests_total)', /expected type range vector/],
    ['rate(http_requests_total[5x])', /parse error/],
    [
      'sum(http_requests_total[5m])',
      /expected type instant vector in aggregation expression, got range vector/,
    ],
    ['http_requests_total[5m] + 1', /must contain only scalar and instant vector types/],
    ['http_requests_total > 1', /1:21: parse error: unexpected ">"/],
    ['a or b', /unexpected "or"/],
    ['histogram_quantile(0.9, x)', /unknown function with name "histogram_quantile"/],
    ['x $', /unexpected character: "\$"/],
    ['{}', /at least one non-empty matcher/],
    ['sum without (x) (y)', /unexpected "without"/],
    ['sum(1)', /expected type instant vector/],
    ['http_requests_total{service=~"("}', /error parsing regexp/],
    ['http_requests_total + on (service) http_requests_total', /unknown function with name "on"/],
    ['{service="app",version="1"} / 2 + {service="app"}', /duplicate series/],
  ])('refuses %s by name', (query, error) => {
    expect(() => calculate(query)).toThrow(error);
  });
});
