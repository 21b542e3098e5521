/** The practised Prometheus is held to the real one: given the same samples, both answer alike. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createPrometheus } from '../../../src/practice/prometheus/index.ts';
import { createTraffic } from '../../../src/practice/traffic/index.ts';
import type { LiveVersion } from '../../../src/practice/traffic/index.ts';
import { backfilledPrometheus } from '../../support/backfilled-prometheus.ts';
import type { BackfilledPrometheus } from '../../support/backfilled-prometheus.ts';
import { eventually } from '../../support/eventually.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';
import { describeWithPrometheus } from '../../support/prometheus.ts';

const metric = z.record(z.string(), z.string());
const point = z.tuple([z.number(), z.string()]);
const answerSchema = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric, values: z.array(point) })),
    }),
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric, value: point })) }),
    z.object({ resultType: z.literal('scalar'), result: point }),
  ]),
});
type Answer = z.output<typeof answerSchema>['data'];

const pod = (name: string, version: string): LiveVersion => ({
  service: 'app',
  version,
  share: 0.25,
  labels: { pod: name },
});

describeWithPrometheus('the practised Prometheus, beside a real one with its samples', () => {
  let practice: StartedPracticeSystem;
  let real: BackfilledPrometheus;
  let now: number;

  const ask = async (base: string, query: string, time: number): Promise<Answer> => {
    const parameters = new URLSearchParams({ query, time: time.toFixed(3) });
    const response = await fetch(`${base}/api/v1/query?${parameters}`);
    return answerSchema.parse(await response.json()).data;
  };
  const practised = (query: string, time = now): Promise<Answer> =>
    ask(`${practice.url}/prometheus`, query, time);

  beforeAll(async () => {
    let live = [pod('a', '1'), pod('b', '1'), pod('c', '1')];
    practice = await startPracticeSystem((world) =>
      createPrometheus(world, {
        traffic: createTraffic(world, {
          services: { app: { requestsPerSecond: 900, errorRate: 0.02, latencySeconds: 0.05 } },
          versions: { 'app@2': { errorRate: 0.1, latencySeconds: 0.2 } },
          liveVersions: () => live,
        }),
      }),
    );
    await practised('1', Date.now() / 1000);
    live = [pod('a', '1'), pod('b', '1'), pod('d', '2')];
    const scrapes = async (): Promise<number> => {
      now = Date.now() / 1000;
      const seen = await practised('http_requests_total{version="2",status="200"}[1m]');
      return seen.resultType === 'matrix' ? (seen.result[0]?.values.length ?? 0) : 0;
    };
    await eventually(scrapes, (count) => count >= 4);
    const all = await practised('{__name__=~".+"}[20m]');
    if (all.resultType !== 'matrix') throw new Error('All samples are a matrix.');
    // Whether a sample at the very beginning of a range is in it depends on Prometheus' version (no, since 3.0): none is.
    const samples = all.result.flatMap(({ values }) => values.map(([at]) => at));
    while (samples.some((at) => Math.round((now - at) * 1000) % 500 === 0)) now += 0.001;
    real = await backfilledPrometheus(all.result);
  }, 60_000);
  afterAll(async () => {
    await real.stop();
    await practice.stop();
  });

  test.each([
    // What the engine reads of an arm: raw samples, narrowed in all four ways.
    'http_requests_total{service="app",version="1"}[5m]',
    'http_requests_total{version!="1"}[5m]',
    'http_requests_total{status=~"5.."}[90s]',
    'http_requests_total{pod!~"a|d"}[61500ms]',
    'http_request_duration_seconds_bucket{version="2"}[5m]',
    'http_request_duration_seconds_count[1m] offset 3m',
    '{__name__=~"http_request_duration_seconds_(sum|count)"}[30s]',
    'http_requests_total{version="none"}[5m]',
    // What people watch.
    'http_requests_total{version="2"}',
    'http_requests_total{pod="b"} offset 2m',
    'rate(http_requests_total{pod="a"}[1m])',
    'rate(http_requests_total[10s])',
    'increase(http_request_duration_seconds_bucket{le="0.05"}[2m])',
    'sum by (version) (rate(http_requests_total[5m]))',
    'sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m]))',
    'count(http_requests_total{status="500",pod=~"a|b"})',
    'max(http_requests_total{pod="a"}) - min(http_requests_total{pod="b"})',
    '2 * 3 - 1',
  ])('answers %s', async (query) => {
    const ours = await practised(query);
    expect(sorted(ours)).toEqual(sorted(await ask(real.url, query, now)));
    const nothing = ours.resultType !== 'scalar' && ours.result.length === 0;
    expect(nothing).toBe(query.includes('none'));
  });

  test.each([
    'sum(http_requests_total[5m])',
    'http_requests_total[5m] * 2',
    'rate(http_requests_total)',
    'http_requests_total{status=~"("}',
    '{}',
  ])('refuses %s', async (query) => {
    const refusal = z.object({ status: z.literal('error'), errorType: z.string() });
    const refused = async (base: string) => {
      const response = await fetch(`${base}/api/v1/query?${new URLSearchParams({ query })}`);
      return [response.status, refusal.parse(await response.json()).errorType];
    };
    expect(await refused(`${practice.url}/prometheus`)).toEqual(await refused(real.url));
  });

  test.each(['__name__', 'pod', 'le', 'nothing'])('knows the values of the label %s', async (label) => {
    const values = async (base: string): Promise<unknown> => {
      const parameters = new URLSearchParams({
        'match[]': '{service="app"}',
        start: String(now - 60),
        end: String(now),
      });
      return (await fetch(`${base}/api/v1/label/${label}/values?${parameters}`)).json();
    };
    expect(await values(`${practice.url}/prometheus`)).toEqual(await values(real.url));
  });
});

/** Neither has an order of series; figures agree but for the last digits of a sum. */
function sorted(answer: Answer): unknown {
  if (answer.resultType === 'scalar') return answer;
  const key = (row: { readonly metric: object }): string => JSON.stringify(Object.entries(row.metric).sort());
  const rows = answer.result.map((row) => {
    const points = 'values' in row ? row.values : [row.value];
    return {
      key: key(row),
      points: points.map(([time, value]) => [time, Number(Number(value).toPrecision(10))]),
    };
  });
  return rows.sort((a, b) => a.key.localeCompare(b.key));
}
