import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { WatchCall, WatchReply } from '../../../src/activities/calls.ts';
import type { Clients } from '../../../src/activities/clients.ts';
import { prometheusCompare } from '../../../src/activities/metrics/prometheusCompare.ts';
import { watchActivity } from '../../../src/activities/watch/watch.ts';
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
      good: { g: service(20_000, 0.01) },
      bad: { b: service(20_000, 0.7) },
      stable: { s1: service(60_000, 0.01), s2: service(60_000, 0.01) },
    });
  });
  afterEach(() => prometheus.stop());

  function watch(canary: 'good' | 'bad', lasts: number): Promise<WatchReply> {
    const run = watchActivity(
      {
        checks: new Map(),
        comparisons: new Map([[prometheusCompare.definition.kind, prometheusCompare.definition]]),
      },
      { clientsFor: () => ({ prometheus: prometheus.client }) as Clients, scrub: (text) => text },
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
    const since = Date.now();
    const call: WatchCall = {
      release: { id: 'r', runbook: 'r', environment: 'e', version: '1' } as WatchCall['release'],
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

  test('is inconclusive, never a pass, when Prometheus dies', async () => {
    const watching = watch('good', 60_000);
    setTimeout(() => void prometheus.kill(), 2000);
    expect(await watching).toMatchObject({
      verdict: 'inconclusive',
      says: expect.stringMatching(/no data in \d+ looks \(no data: Could not read http_requests_total/),
    });
  });
});
