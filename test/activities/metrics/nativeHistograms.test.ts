/** Native histograms from a real Prometheus that scraped them, as protobuf, from real processes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CheckContext } from '../../../src/activities/check.ts';
import { prometheusCompare } from '../../../src/activities/metrics/prometheusCompare.ts';
import { describeWithPrometheus, startPrometheus } from '../../support/prometheus.ts';
import type { Exposition, ScrapedPrometheus } from '../../support/prometheus.ts';
import { protobufExposition } from '../../support/protobuf-exposition.ts';

/** Requests by how long they took: up to 0.5 s, up to 1 s, up to 2 s. */
class Service {
  private counts = [1, 1, 1];

  serve(quick: number, slow: number, slowest: number): void {
    this.counts = [quick, slow, slowest].map((more, index) => (this.counts[index] ?? 0) + more);
  }

  restart(): void {
    this.counts = [0, 0, 0];
  }

  readonly shows: Exposition = () =>
    protobufExposition(
      { name: 'http_requests_total', value: this.counts.reduce((sum, count) => sum + count, 0) },
      { name: 'http_seconds', first: -1, counts: this.counts },
    );
}

describeWithPrometheus('native histograms that a real Prometheus scraped', () => {
  const canary = new Service();
  const one = new Service();
  const two = new Service();
  let prometheus: ScrapedPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(
      { canary: { c: canary.shows }, stable: { s1: one.shows, s2: two.shows } },
      ['native-histograms'],
      // What it counts exactly must lose no scrape, however busy this process is.
      '1s',
    );
  });
  afterAll(() => prometheus.stop());

  const kind = prometheusCompare.definition;
  const input = kind.input.parse({
    canary: { job: 'canary' },
    baseline: { job: 'stable' },
    requests: 'http_requests_total',
    latency: 'http_seconds',
  });
  const context = (): CheckContext =>
    ({
      clients: { prometheus: prometheus.client },
      signal: new AbortController().signal,
      now: () => Date.now(),
    }) as CheckContext;

  test('are told in cumulative increments at their own bounds, exact to the request', async () => {
    const begin = await prometheus.scraped();
    canary.serve(10, 5, 2);
    one.serve(100, 20, 1);
    two.serve(50, 0, 0);
    const middle = await prometheus.scraped();
    const end = await prometheus.scraped();
    const { le, ticks } = await kind.read(input, { edges: [begin, middle, end] }, context());
    expect(le).toEqual([0.5, 1, 2]);
    expect(ticks).toEqual([
      {
        t: middle,
        canary: { requests: 17, errors: 0, latencyBuckets: [10, 15, 17, 17] },
        baseline: { requests: 171, errors: 0, latencyBuckets: [150, 170, 171, 171] },
      },
      {
        t: end,
        canary: { requests: 0, errors: 0, latencyBuckets: [0, 0, 0, 0] },
        baseline: { requests: 0, errors: 0, latencyBuckets: [0, 0, 0, 0] },
      },
    ]);
  });

  test('lose nothing when a process begins anew', async () => {
    const begin = await prometheus.scraped();
    one.restart();
    one.serve(7, 2, 1);
    const end = await prometheus.scraped();
    const { ticks } = await kind.read(input, { edges: [begin, end], le: [0.5, 1, 2] }, context());
    expect(ticks[0]?.baseline).toEqual({ requests: 10, errors: 0, latencyBuckets: [7, 9, 10, 10] });
  });

  test('are known by their name when a plan tries the check', async () => {
    expect(await kind.verify?.(input, context())).toEqual([]);
  });
});
