import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { WatchCall, WatchReply } from '../../../src/activities/calls.ts';
import type { Clients } from '../../../src/activities/clients.ts';
import { prometheusCompare } from '../../../src/activities/metrics/prometheusCompare.ts';
import { watchActivity } from '../../../src/activities/watch/watch.ts';
import { createCalibration } from '../../../src/worker/calibration/pool.ts';
import { describeWithPrometheus, startPrometheus } from '../../support/prometheus.ts';
import type { ScrapedPrometheus } from '../../support/prometheus.ts';

/** A service under constant traffic: its counters follow from the time. */
const service =
  (requestsPerSecond: number, errorRate: number, since = Date.now()) =>
  (): string => {
    const requests = Math.floor(((Date.now() - since) / 1000) * requestsPerSecond);
    const errors = Math.floor(requests * errorRate);
    return `http_requests_total{code="200"} ${requests - errors}\nhttp_requests_total{code="500"} ${errors}\n`;
  };

describeWithPrometheus('a canary that a real Prometheus scrapes', () => {
  let prometheus: ScrapedPrometheus;
  beforeEach(async () => {
    prometheus = await startPrometheus({
      good: { g: service(40_000, 0.01) },
      bad: { b: service(20_000, 0.7) },
      stable: { s1: service(120_000, 0.01), s2: service(120_000, 0.01) },
    });
  });
  afterEach(() => prometheus.stop());

  function watch(canary: 'good' | 'bad', lasts: number, since = Date.now()): Promise<WatchReply> {
    const run = watchActivity(
      {
        checks: new Map(),
        comparisons: new Map([[prometheusCompare.definition.kind, prometheusCompare.definition]]),
        pasts: new Map(),
        issues: new Map(),
      },
      {
        clientsFor: () => ({ prometheus: prometheus.client }) as Clients,
        scrub: (text) => text,
        calibrate: createCalibration(1),
      },
    );
    const check = prometheusCompare(
      {
        canary: { job: canary },
        baseline: { job: 'stable' },
        requests: 'http_requests_total',
        errors: { metric: 'http_requests_total', where: { code: { matches: '5..' } } },
        lagSeconds: 0.5,
      },
      { id: 'canary', title: 'Canary', inconclusiveLimit: 5 },
    );
    const call: WatchCall = {
      release: { id: 'r', runbook: 'r', environment: 'e', version: '1' } as WatchCall['release'],
      node: 'soak',
      checks: [check],
      interval: 500,
      since,
      until: since + lasts,
      acknowledged: [],
    };
    return new MockActivityEnvironment().run(run, call);
  }

  test('fails at once if most of its requests do', async () => {
    expect(await watch('bad', 60_000)).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining('50 % or more of its requests'),
    });
  });

  test('passes when it does as its baseline', async () => {
    expect(await watch('good', 8000)).toMatchObject({
      verdict: 'pass',
      says: expect.stringContaining('ruled out for every metric'),
    });
  });

  test.each([
    ['ahead of', 5000],
    ['behind', -5000],
  ])('is judged to its end by a worker whose clock is %s that of Prometheus', async (_, skew) => {
    const real = Date.now;
    const since = real();
    // Prometheus and the scraped service go by the right time.
    const wrong = jest.spyOn(Date, 'now').mockImplementation(() => real() + skew);
    try {
      const reply = await watch('good', 4000, since);
      expect(reply).toMatchObject({ verdict: 'pass', says: expect.stringContaining('ruled out') });
      const [seen] = reply.evidence ?? [];
      // Of eight ticks of half a second: as many as Prometheus scraped twice.
      expect(seen?.series.length).toBeGreaterThanOrEqual(7);
      expect(real() - since).toBeGreaterThanOrEqual(4000);
    } finally {
      wrong.mockRestore();
    }
  });

  test('is inconclusive, never a pass, when Prometheus dies', async () => {
    const watching = watch('good', 60_000);
    setTimeout(() => void prometheus.kill(), 2000);
    expect(await watching).toMatchObject({
      verdict: 'inconclusive',
      says: expect.stringMatching(/no data in \d+ looks \(no data: Could not read the clock of Prometheus/),
    });
  });
});
