/** The practised Prometheus: its query language, its envelopes, and the traffic behind it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPrometheus } from '../../../src/practice/prometheus/index.ts';
import { createTraffic } from '../../../src/practice/traffic/index.ts';
import type { LiveVersion, Traffic } from '../../../src/practice/traffic/index.ts';
import { eventually } from '../../support/eventually.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

interface Answer {
  status: string;
  errorType?: string;
  error?: string;
  data?: {
    resultType: string;
    result: { metric: Record<string, string>; value: [number, string]; values: [number, string][] }[];
  };
}

describe('the practised Prometheus', () => {
  let started: StartedPracticeSystem;
  let traffic: Traffic;
  let live: LiveVersion[];
  beforeEach(async () => {
    live = [
      { service: 'app', version: '1', share: 0.9, labels: { track: 'stable' } },
      { service: 'app', version: '2', share: 0.1, labels: { track: 'canary' } },
      { service: 'agent', version: '1', share: 1 },
    ];
    started = await startPracticeSystem((world) => {
      traffic = createTraffic(world, {
        services: {
          app: { requestsPerSecond: 1000, errorRate: 0.01, latencySeconds: 0.05 },
          agent: { requestsPerSecond: 10, errorRate: 0, latencySeconds: 0.5 },
        },
        versions: { 'app@2': { errorRate: 0.2, latencySeconds: 0.4 } },
        liveVersions: () => live,
      });
      return createPrometheus(world, { traffic });
    });
  });
  afterEach(() => started.stop());

  const get = (path: string, parameters: Record<string, string>): Promise<Response> =>
    fetch(`${started.url}/prometheus${path}?${new URLSearchParams(parameters)}`);
  const ask = async (query: string, time?: number): Promise<Answer> =>
    (await (
      await get('/api/v1/query', { query, ...(time === undefined ? {} : { time: String(time) }) })
    ).json()) as Answer;
  const one = async (query: string): Promise<number> => {
    const { data } = await ask(query);
    expect(data?.result).toHaveLength(1);
    return Number(data?.result[0]?.value[1]);
  };
  const errorRatio = (version: string) =>
    `sum(rate(http_requests_total{service="app",version="${version}",status="500"}[5m])) / sum(rate(http_requests_total{service="app",version="${version}"}[5m]))`;

  test('has data at once, and tells a version that errs from one that does not', async () => {
    expect(await one(errorRatio('1'))).toBeCloseTo(0.01, 2);
    expect(await one(errorRatio('2'))).toBeCloseTo(0.2, 2);
  });

  test('splits traffic by share, with ups and downs', async () => {
    const canary = 'sum(rate(http_requests_total{track="canary"}[10m]))';
    const all = 'sum(rate(http_requests_total{service="app"}[10m]))';
    expect(await one(`${canary} / ${all}`)).toBeCloseTo(0.1, 1);
    const now = Math.floor(Date.now() / 1000);
    const rates = new Set(
      await Promise.all(
        [0, 60, 120, 180, 240, 300].map(
          async (ago) =>
            (await ask('rate(http_request_duration_seconds_sum{service="agent"}[1m])', now - ago)).data
              ?.result[0]?.value[1],
        ),
      ),
    );
    // Two minutes may be alike by chance.
    expect(rates.size).toBeGreaterThan(3);
  });

  test('gives the same answer to the same question', async () => {
    const query = 'sum by (version) (increase(http_requests_total[10m]))';
    const then = Math.floor(Date.now() / 1000) - 60;
    expect(await ask(query, then)).toEqual(await ask(query, then));
  });

  test('knows mean latencies', async () => {
    const query = `sum by (version) (rate(http_request_duration_seconds_sum{service="app"}[5m])) / sum by (version) (rate(http_request_duration_seconds_count{service="app"}[5m]))`;
    const result = (await ask(query)).data?.result.map(({ metric, value }) => [
      metric,
      Number(value[1]).toFixed(2),
    ]);
    expect(result).toEqual([
      [{ version: '1' }, '0.05'],
      [{ version: '2' }, '0.40'],
    ]);
  });

  test('sees a version come and go with the next scrape, and begin to err', async () => {
    const past = Date.now() / 1000 - 600;
    live = [{ service: 'app', version: '3', share: 1 }];
    traffic.behave('app', '3', { errorRate: 1 });
    const found = (version: string) => async () =>
      (await ask(`http_requests_total{version="${version}",service="app"}`)).data?.result.length;
    expect(await eventually(found('3'), (count) => count === 2)).toBe(2);
    expect(await eventually(found('1'), (count) => count === 0)).toBe(0);
    expect((await ask('http_requests_total{version="3"}', past)).data?.result).toEqual([]);
    expect(
      (await ask('http_requests_total{version="1",service="app"} offset 10m')).data?.result,
    ).toHaveLength(2);
  });

  test('gives a range as a matrix', async () => {
    const end = Math.floor(Date.now() / 1000);
    const query = 'sum by (service) (rate(http_requests_total[1m]))';
    const response = await get('/api/v1/query_range', {
      query,
      start: String(end - 60),
      end: String(end),
      step: '15',
    });
    const { data } = (await response.json()) as Answer;
    expect(data?.resultType).toBe('matrix');
    expect(data?.result.map(({ metric, values }) => [metric, values.length])).toEqual([
      [{ service: 'app' }, 5],
      [{ service: 'agent' }, 5],
    ]);
  });

  test('knows the names of its metrics, and which values a label has', async () => {
    const values = async (label: string, match: string): Promise<unknown> =>
      ((await (await get(`/api/v1/label/${label}/values`, { 'match[]': match })).json()) as { data: unknown })
        .data;
    expect(await values('__name__', 'http_requests_total')).toEqual(['http_requests_total']);
    expect(await values('__name__', 'nothing_total')).toEqual([]);
    expect(await values('service', '{__name__=~"http_.*"}')).toEqual(['agent', 'app']);
  });

  test('refuses a query in its own envelope', async () => {
    const response = await get('/api/v1/query', { query: 'sum(' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: 'invalid parameter "query": 1:5: parse error: unexpected end of input',
    });
  });

  test('refuses times and steps that make no sense', async () => {
    const query = '1';
    expect((await get('/api/v1/query', { query, time: 'soon' })).status).toBe(400);
    expect((await get('/api/v1/query_range', { query, start: '0', end: '100000', step: '1' })).status).toBe(
      400,
    );
    expect((await get('/api/v1/query_range', { query, start: '10', end: '0', step: '1' })).status).toBe(400);
    expect((await get('/api/v1/query_range', { query, start: '0', end: '10', step: '0' })).status).toBe(400);
  });

  test('takes a query as a form too, is ready, and says what it is', async () => {
    const response = await fetch(`${started.url}/prometheus/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: '1' }),
    });
    expect(await response.json()).toMatchObject({ status: 'success' });
    expect((await get('/-/ready', {})).status).toBe(200);
    expect(await (await get('/api/v1/status/buildinfo', {})).json()).toMatchObject({
      data: { version: expect.any(String) },
    });
  });
});
