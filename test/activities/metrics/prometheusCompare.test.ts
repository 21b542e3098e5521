import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckContext } from '../../../src/activities/check.ts';
import type { ComparisonKind } from '../../../src/activities/comparison.ts';
import { prometheusCompare } from '../../../src/activities/metrics/prometheusCompare.ts';
import { describeWithPrometheus, startPrometheus } from '../../support/prometheus.ts';
import type { Exposition, ScrapedPrometheus } from '../../support/prometheus.ts';

/** A process with the counters of a web service, as Prometheus' text format shows them. */
class Service {
  requests = 0;
  errors: number | undefined;
  up = true;
  private readonly below = new Map([
    ['0.1', 0],
    ['0.5', 0],
    ['+Inf', 0],
  ]);

  serve(count: number, { errors = 0, slow = 0 } = {}): void {
    this.requests += count;
    if (errors > 0) this.errors = (this.errors ?? 0) + errors;
    this.below.set('0.1', (this.below.get('0.1') ?? 0) + count - slow);
    for (const le of ['0.5', '+Inf']) this.below.set(le, (this.below.get(le) ?? 0) + count);
  }

  restart(): void {
    this.requests = 0;
    this.errors = undefined;
    for (const le of this.below.keys()) this.below.set(le, 0);
  }

  readonly shows: Exposition = () =>
    this.up
      ? [
          `http_requests_total{status="200"} ${this.requests - (this.errors ?? 0)}`,
          ...(this.errors === undefined ? [] : [`http_requests_total{status="500"} ${this.errors}`]),
          ...[...this.below].map(([le, count]) => `http_seconds_bucket{le="${le}"} ${count}`),
          '',
        ].join('\n')
      : undefined;
}

const canary = new Service();
const one = new Service();
const two = new Service();
let prometheus: ScrapedPrometheus;

const comparison: ComparisonKind = prometheusCompare.definition;
const input = comparison.input.parse({
  canary: { job: 'canary' },
  baseline: { job: 'stable' },
  requests: 'http_requests_total',
  errors: { metric: 'http_requests_total', where: { status: { matches: '5..' } } },
  latency: 'http_seconds',
});
const context = (): CheckContext =>
  ({ clients: { prometheus: prometheus.client }, signal: new AbortController().signal }) as CheckContext;

const seconds = (): number => Date.now() / 1000;

const scraped = (): Promise<number> => prometheus.scraped();

describeWithPrometheus('what Prometheus scraped of a canary and its baseline', () => {
  beforeAll(async () => {
    prometheus = await startPrometheus({
      canary: { c: canary.shows },
      stable: { b1: one.shows, b2: two.shows },
    });
  });
  afterAll(() => prometheus.stop());

  test('is told in increments, exact to the request', async () => {
    const begin = await scraped();
    canary.serve(100, { errors: 7, slow: 20 });
    one.serve(400, { slow: 4 });
    two.serve(500, { errors: 1 });
    const middle = await scraped();
    canary.serve(50);
    const end = await scraped();
    const { le, ticks } = await comparison.read(input, { edges: [begin, middle, end] }, context());
    expect(le).toEqual([0.1, 0.5]);
    expect(ticks).toEqual([
      {
        t: middle,
        canary: { requests: 100, errors: 7, latencyBuckets: [80, 100, 100] },
        baseline: { requests: 900, errors: 1, latencyBuckets: [896, 900, 900] },
      },
      {
        t: end,
        canary: { requests: 50, errors: 0, latencyBuckets: [50, 50, 50] },
        baseline: { requests: 0, errors: 0, latencyBuckets: [0, 0, 0] },
      },
    ]);
  });

  test('loses nothing when a process begins anew', async () => {
    const begin = await scraped();
    one.restart();
    one.serve(30, { errors: 3 });
    const end = await scraped();
    const { ticks } = await comparison.read(input, { edges: [begin, end] }, context());
    expect(ticks[0]?.baseline).toMatchObject({ requests: 30, errors: 3 });
  });

  test('is no data while a target is down, and comes later when it is back', async () => {
    const begin = await scraped();
    const down = await scraped();
    canary.up = false;
    canary.serve(11, { errors: 2 });
    const middle = await scraped();
    canary.up = true;
    const end = await scraped();
    const { ticks } = await comparison.read(input, { edges: [begin, down, middle, end] }, context());
    expect(ticks.map(({ canary: arm }) => arm?.requests ?? null)).toEqual([0, null, 11]);
  });

  test('can be read again, later and cut otherwise, with the same sum', async () => {
    const begin = await scraped();
    for (let round = 0; round < 4; round += 1) {
      two.serve(10 + round);
      await wait(150);
    }
    const end = await scraped();
    const whole = await comparison.read(input, { edges: [begin, end] }, context());
    const cuts = [0.2, 0.35, 0.7].map((share) => begin + share * (end - begin));
    const cut = await comparison.read(input, { edges: [begin, ...cuts, end] }, context());
    const sum = cut.ticks.reduce((total, { baseline }) => total + (baseline?.requests ?? 0), 0);
    expect(sum).toBe(46);
    expect(whole.ticks[0]?.baseline?.requests).toBe(46);
  });

  test('tells the baseline’s instances apart for calibration', async () => {
    const begin = await scraped();
    one.serve(5, { errors: 1 });
    two.serve(9);
    const end = await scraped();
    const history = await comparison.history(input, { edges: [begin, end], le: [] }, context());
    expect(history).toEqual([
      { instance: 'b1', arms: [{ requests: 5, errors: 1 }] },
      { instance: 'b2', arms: [{ requests: 9, errors: 0 }] },
    ]);
  });

  test('is refused by name when Prometheus refuses the query', async () => {
    const broken = comparison.input.parse({
      canary: { job: { matches: '(' } },
      baseline: {},
      requests: 'http_requests_total',
    });
    await expect(comparison.read(broken, { edges: [0, seconds()] }, context())).rejects.toThrow(
      /http_requests_total.*400/,
    );
  });
});
