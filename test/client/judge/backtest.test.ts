/** `slipway judge --prometheus`: what a soak would have said, from a real Prometheus. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckContext } from '../../../src/activities/check.ts';
import { prometheusCompare } from '../../../src/activities/metrics/prometheusCompare.ts';
import { backtest } from '../../../src/client/judge/backtest.ts';
import type { BacktestOptions } from '../../../src/client/judge/backtest.ts';
import type { Said } from '../../../src/client/judge/past-soak.ts';
import { ofVersion, parseSelector } from '../../../src/client/judge/selector.ts';
import { describeWithPrometheus, startPrometheus } from '../../support/prometheus.ts';
import type { ScrapedPrometheus } from '../../support/prometheus.ts';

const began = Date.now();
const service = (version: string, requestsPerSecond: number, errorRate: number) => (): string => {
  const requests = Math.floor(((Date.now() - began) / 1000) * requestsPerSecond);
  const errors = Math.floor(requests * errorRate);
  return [
    `http_requests_total{version="${version}",code="200"} ${requests - errors}`,
    `http_requests_total{version="${version}",code="500"} ${errors}`,
    `http_seconds_bucket{version="${version}",le="0.1"} ${Math.floor(requests * 0.9)}`,
    `http_seconds_bucket{version="${version}",le="+Inf"} ${requests}`,
    '',
  ].join('\n');
};

const requests = 'http_requests_total{version="$version"}';
const errors = 'http_requests_total{version="$version", code=~"5.."}';

describeWithPrometheus('a deployment that is past, judged by a real Prometheus', () => {
  let prometheus: ScrapedPrometheus;
  let span: { from: string; to: string };
  beforeAll(async () => {
    prometheus = await startPrometheus({
      canary: { c: service('2', 2000, 0.7) },
      stable: { s1: service('1', 9000, 0.01), s2: service('1', 9000, 0.01) },
    });
    const from = await prometheus.scraped();
    await wait(5000);
    span = { from: String(from), to: String(await prometheus.scraped()) };
  });
  afterAll(() => prometheus.stop());

  async function said(over: Partial<BacktestOptions> = {}): Promise<Said[]> {
    const all: Said[] = [];
    const given: BacktestOptions = {
      prometheus: `${prometheus.url}/`,
      ...span,
      requests,
      errors,
      latency: 'http_seconds{version="$version"}',
      canary: '2',
      baseline: '1',
      interval: '1s',
      groupBy: 'instance',
      ...over,
    };
    for await (const one of backtest(given)) all.push(one);
    return all;
  }

  test('is seen exactly as a soak would have seen it, and caught', async () => {
    const all = await said();
    expect(all.at(-1)?.judgement).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('50 % or more of its requests'),
    });
    const soak = prometheusCompare.definition;
    const input = soak.input.parse({
      canary: { version: '2' },
      baseline: { version: '1' },
      requests: 'http_requests_total',
      errors: { metric: 'http_requests_total', where: { code: { matches: '5..' } } },
      latency: 'http_seconds',
    });
    const edges = Array.from({ length: all.length + 1 }, (_, index) => Number(span.from) + index);
    const { ticks } = await soak.read(input, { edges }, {
      clients: { prometheus: prometheus.client },
      signal: new AbortController().signal,
    } as CheckContext);
    expect(all.map(({ tick }) => tick)).toEqual(ticks);
    expect(ticks[0]?.canary?.latencyBuckets).toHaveLength(2);
  });

  test('finds no fault with a version that is held against itself', async () => {
    const verdicts = (await said({ canary: '1' })).map(({ judgement }) => judgement.verdict);
    expect(verdicts).not.toContain('fail');
  });

  test.each([
    ['a version that nothing tells', { requests: 'http_requests_total' }, /no label that tells the canary/],
    ['a selector that is none', { errors: 'sum(http_requests_total)' }, /--errors sum\(.*\) is no selector/],
    ['a time that ends before it begins', { to: '1' }, /--to must come after --from/],
    [
      'a label’s expression that does not parse',
      { errors: 'x{version="$version",a=~"("}' },
      /could not read.*400/i,
    ],
    ['a Prometheus that is away', { prometheus: 'http://127.0.0.1:1' }, /no answer/],
  ])('refuses %s in words', async (_, over, message) => {
    await expect(said(over)).rejects.toThrow(message);
  });
});

describe('a selector', () => {
  test('is taken apart into what tells the versions and what both have', () => {
    const { metric, version, where } = parseSelector('requests', 'a:b{v=~"$version|x", c!="d\\"}", e!~"f",}');
    expect({ metric, version, where }).toEqual({
      metric: 'a:b',
      version: { v: { matches: '$version|x' } },
      where: { c: { not: 'd"}' }, e: { notMatches: 'f' } },
    });
    expect(ofVersion(version, '$&')).toEqual({ v: { matches: '$&|x' } });
    expect(parseSelector('requests', 'up')).toEqual({ metric: 'up', version: {}, where: {} });
  });

  test.each(['', 'a{b}', 'a{b="c"', 'a{b="c" d="e"}', 'a{b="c",b="d"}', 'rate(a[1m])', "a{b='c'}"])(
    'is not %j',
    (text) => {
      expect(() => parseSelector('requests', text)).toThrow('is no selector');
    },
  );
});
