import { describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach } from '@jest/globals';
import type { CheckContext } from '../../../src/activities/check.ts';
import type { ComparisonKind, Reading } from '../../../src/activities/comparison.ts';
import { scrapeCompare } from '../../../src/activities/metrics/scrapeCompare.ts';

const comparison: ComparisonKind = scrapeCompare.definition;
let pages: Record<string, string | undefined>;
let server: Server;
let base: string;

beforeEach(async () => {
  pages = {};
  server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.statusCode = page === undefined ? 503 : 200;
    response.end(page ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const page = (good: number, bad: number, fast: number): string =>
  [
    `requests_total{code="200"} ${good}`,
    ...(bad > 0 ? [`requests_total{code="500"} ${bad}`] : []),
    `seconds_bucket{le="0.1"} ${fast}`,
    `seconds_bucket{le="+Inf"} ${good + bad}`,
  ].join('\n');

const context = {
  clients: { http: { fetch } },
  signal: new AbortController().signal,
  now: () => Date.now(),
} as unknown as CheckContext;

const read = (last?: Reading, edges: readonly number[] = [0, 30]): Promise<Reading> =>
  comparison.read(
    comparison.input.parse({
      canary: [`${base}/c`],
      baseline: [`${base}/b1`, `${base}/b2`],
      requests: 'requests_total',
      errors: { metric: 'requests_total', where: { code: { matches: '5..' } } },
      latency: 'seconds',
    }),
    { edges, ...(last === undefined ? {} : { le: last.le, memory: last.memory ?? null }) },
    context,
  );

describe('the metrics pages of both arms', () => {
  test('give increments from the second reading on', async () => {
    pages = { '/c': page(10, 0, 9), '/b1': page(100, 1, 99), '/b2': page(200, 2, 200) };
    const first = await read();
    expect(first).toMatchObject({ le: [0.1], ticks: [{ canary: null, baseline: null }] });
    pages = { '/c': page(20, 5, 12), '/b1': page(150, 1, 140), '/b2': page(290, 3, 280) };
    const second = await read(JSON.parse(JSON.stringify(first)) as Reading, [30, 60]);
    expect(second.ticks).toEqual([
      {
        t: 60,
        canary: { requests: 15, errors: 5, latencyBuckets: [3, 15] },
        baseline: { requests: 141, errors: 1, latencyBuckets: [121, 141] },
      },
    ]);
  });

  test('are no data while they don’t answer, and tell then what was missed', async () => {
    pages = { '/c': page(10, 0, 10), '/b1': page(10, 0, 10), '/b2': page(10, 0, 10) };
    const first = await read();
    pages = { '/b1': page(20, 0, 10), '/b2': page(20, 0, 10) };
    const dark = await read(first, [30, 60]);
    expect(dark.ticks[0]).toMatchObject({ canary: null, baseline: { requests: 20 } });
    pages = { ...pages, '/c': page(40, 2, 10) };
    const back = await read(dark, [60, 90]);
    expect(back.ticks[0]).toMatchObject({ canary: { requests: 32, errors: 2 }, baseline: { requests: 0 } });
  });

  test('count a restarted process from zero, and put all of a long gap into its last tick', async () => {
    pages = { '/c': page(10, 0, 10), '/b1': page(500, 9, 10), '/b2': page(10, 0, 10) };
    const first = await read();
    pages = { '/c': page(11, 0, 10), '/b1': page(6, 1, 6), '/b2': page(10, 0, 10) };
    const { ticks } = await read(first, [30, 60, 90]);
    expect(ticks.map(({ baseline }) => baseline)).toEqual([
      null,
      expect.objectContaining({ requests: 7, errors: 1 }),
    ]);
  });

  test('are tried while the release is planned: those of the baseline, by what they show', async () => {
    const doubts = (input: object = {}) =>
      comparison.verify?.(
        comparison.input.parse({
          canary: [`${base}/c`],
          baseline: [`${base}/b1`, `${base}/b2`],
          requests: 'requests_total',
          latency: 'seconds',
          ...input,
        }),
        context,
      );
    const notYet = (says: string) => [{ severity: 'warning', says }];
    expect(await doubts()).toEqual(notYet('no page of the baseline answers now'));
    // The canary is not there yet, one instance of the baseline is down.
    pages = { '/b1': page(100, 1, 99) };
    expect(await doubts()).toEqual([]);
    expect(await doubts({ requests: 'served_total' })).toEqual(
      notYet('no page of the baseline shows ‘served_total’ now'),
    );
    expect(await doubts({ latency: 'requests_total' })).toEqual(
      notYet('no page of the baseline shows a classic histogram ‘requests_total’ now'),
    );
    expect(await doubts({ canary: [`${base}/b1`] })).toEqual([
      { severity: 'error', says: `${base}/b1 is both canary and baseline` },
    ]);
  });
});
