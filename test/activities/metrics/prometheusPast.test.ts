/** `metrics.prometheusPast`: windows as a real Prometheus gives them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckContext } from '../../../src/activities/check.ts';
import { prometheusPast } from '../../../src/activities/metrics/prometheusPast.ts';
import type { Point } from '../../../src/judge/index.ts';
import { describeWithPrometheus, startPrometheus } from '../../support/prometheus.ts';
import type { ScrapedPrometheus } from '../../support/prometheus.ts';

const began = Date.now();
/** A hundred requests a second, of which one in ten fails. */
const shows = (): string => {
  const requests = Math.floor((Date.now() - began) / 10);
  const errors = Math.floor(requests / 10);
  return `http_requests_total{code="200"} ${requests - errors}\nhttp_requests_total{code="500"} ${errors}\n`;
};

const kind = prometheusPast.definition;
const window = 10;
const given = (over: object = {}): unknown =>
  kind.input.parse({
    where: { job: 'shop' },
    requests: 'http_requests_total',
    windowSeconds: window,
    ...over,
  });

describeWithPrometheus('the windows of a series that a real Prometheus scraped', () => {
  let prometheus: ScrapedPrometheus;
  /** Whole windows that were scraped from end to end, and one that was not at all. */
  let span: { from: number; to: number };
  beforeAll(async () => {
    prometheus = await startPrometheus({ shop: { s: shows } });
    const first = Math.ceil((await prometheus.scraped()) / window) * window;
    span = { from: first - 100 * window, to: first + 2 * window };
    await wait(Math.max(0, span.to * 1000 + 500 - Date.now()));
  });
  afterAll(() => prometheus.stop());

  const context = (): CheckContext =>
    ({
      clients: { prometheus: prometheus.client },
      signal: new AbortController().signal,
      now: () => Date.now(),
    }) as CheckContext;
  const windows = (over: object = {}, stretch = span): Promise<readonly Point[]> =>
    kind.windows(given(over), stretch, context());

  test('are all there, in their order, those without data void', async () => {
    const points = await windows();
    expect(points.map(({ t }) => t)).toEqual(
      Array.from({ length: 102 }, (_, index) => span.from + (index + 1) * window),
    );
    expect(points[0]).toEqual({ t: span.from + window, count: null });
    for (const { count } of points.slice(-2)) {
      expect(count).toBeGreaterThan(900);
      expect(count).toBeLessThan(1100);
    }
  });

  test('have the errors among the requests, and none where there is no series of errors', async () => {
    const errors = (code: string) => ({ metric: 'http_requests_total', where: { code } });
    const [last] = (await windows({ errors: errors('500') })).slice(-1);
    expect((last?.count ?? 0) / (last?.among ?? 1)).toBeCloseTo(0.1, 1);
    const [none] = (await windows({ errors: errors('418') })).slice(-1);
    expect(none).toMatchObject({ count: 0, among: last?.among });
  });

  test('lie whole within the stretch, and are the same whenever they are read', async () => {
    const whole = await windows();
    const from = span.to - 2 * window - 3;
    expect(await windows({}, { from, to: span.to + 9 })).toEqual(whole.slice(-2));
    expect(await windows({}, { from: span.to - 9, to: span.to + 1 })).toEqual([]);
  });

  test('are doubted at planning where history is short, a selector finds nothing, or a metric is not there', async () => {
    const doubts = async (over: object = {}) => kind.verify?.(given(over), context());
    expect(await doubts()).toEqual([
      { severity: 'warning', says: expect.stringContaining('less than two of the 7 days of history') },
    ]);
    expect(await doubts({ where: { job: 'shpo' } })).toEqual([
      { severity: 'warning', says: 'there are no series now: http_requests_total{job="shpo"}' },
    ]);
    expect(await doubts({ requests: 'http_request_total' })).toEqual([
      { severity: 'error', says: 'Prometheus knows no metric ‘http_request_total’' },
    ]);
  });
});

describe('metrics.prometheusPast', () => {
  test.each([{ windowSeconds: 1 }, { days: 1 }, { requests: 'a b' }])('refuses %j as input', (over) => {
    const input = { requests: 'http_requests_total', ...over };
    expect(kind.input.safeParse(input).success).toBe(false);
  });
});
