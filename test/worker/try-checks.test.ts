/** Checks tried while a release is planned, against a real Prometheus where one is asked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metrics } from '../../src/activities/index.ts';
import { retryLater } from '../../src/activities/errors.ts';
import type { VerifyContext } from '../../src/activities/verify.ts';
import type { Tried } from '../../src/runbook/assemble-plan.ts';
import { guard, sequence, soak } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Check, Plan } from '../../src/runbook/plan.ts';
import { refs } from '../../src/runbook/reference.ts';
import { tryChecks } from '../../src/worker/try-checks.ts';
import { describeWithPrometheus, startPrometheus } from '../support/prometheus.ts';
import type { ScrapedPrometheus } from '../support/prometheus.ts';

const planOf = ({ node }: BuiltNode): Plan => ({
  format: planFormat,
  runbook: 'shop',
  environment: 'prod',
  version: '1.0',
  input: {},
  facts: [],
  warnings: [],
  root: node,
});
const watched = (...checks: Check[]): BuiltNode => soak('Watch', { for: '10m', checks });

const context = (prometheus: ScrapedPrometheus['client']): VerifyContext => ({
  clients: { prometheus } as VerifyContext['clients'],
  signal: new AbortController().signal,
  now: () => Date.now(),
});

const exposed = (): string =>
  [
    'http_requests_total{code="200"} 10',
    'http_requests_total{code="500"} 1',
    'http_seconds_bucket{le="0.1"} 1',
    'http_seconds_bucket{le="+Inf"} 11',
    '',
  ].join('\n');

const comparing = (input: object = {}): Check =>
  metrics.prometheusCompare(
    {
      canary: { job: 'shop', version: '2' },
      baseline: { job: 'shop' },
      requests: 'http_requests_total',
      errors: { metric: 'http_requests_total', where: { code: { matches: '5..' } } },
      latency: 'http_seconds',
      ...input,
    },
    { id: 'canary', title: 'Canary' },
  );
const query = (text: string): Check =>
  metrics.prometheusQuery({ query: text }, { id: 'q', title: 'Q', max: 1 });

describeWithPrometheus('a check of a plan, tried against the Prometheus it will ask', () => {
  let prometheus: ScrapedPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus({ shop: { s1: exposed } });
    await prometheus.scraped();
  });
  afterAll(() => prometheus.stop());

  const tried = (...checks: Check[]): Promise<Tried> =>
    tryChecks(planOf(watched(...checks)), context(prometheus.client));

  test('raises no doubt if it can work, though there is no canary yet', async () => {
    expect(await tried(comparing(), query('sum(http_requests_total)'))).toEqual({
      problems: [],
      warnings: [],
    });
  });

  test.each([
    ['a query that does not parse', query('sum(http_requests_total'), /parse error.*unclosed/],
    ['a query of many series', query('http_requests_total'), /2 series where one is wanted/],
    [
      'a metric that nobody has',
      comparing({ requests: 'http_request_total' }),
      /no metric ‘http_request_total’/,
    ],
    [
      'a histogram that nobody has',
      comparing({ latency: 'http_second' }),
      /no metric ‘http_second_bucket’ nor ‘http_second’/,
    ],
    [
      'a label’s expression that does not parse',
      comparing({ canary: { job: { matches: '(' } } }),
      /missing closing/,
    ],
    ['arms that are the same', comparing({ canary: { job: 'shop' } }), /the same labels as the baseline/],
  ])('refuses %s, and names the node and the check', async (_, check, message) => {
    const { problems, warnings } = await tried(check);
    expect(problems).toEqual([
      {
        path: 'root.checks[0]',
        message: expect.stringMatching(message),
        remedy: 'Correct the check’s input',
      },
    ]);
    expect(problems[0]?.message).toMatch(new RegExp(`^the check ‘${check.title}’ of ‘Watch’ can’t work: `));
    expect(warnings).toEqual([]);
  });

  test.each([
    [
      'a baseline without series',
      comparing({ baseline: { job: 'shpo' } }),
      /the baseline has no series now: http_requests_total\{job="shpo"\}$/,
    ],
    ['a query without a result', query('sum(http_requests_total{code="418"})'), /gives no series now/],
  ])('warns of %s', async (_, check, message) => {
    const { problems, warnings } = await tried(check);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(message)]);
    expect(warnings[0]).toMatch(new RegExp(`^The check ‘${check.title}’ of ‘Watch’: `));
  });

  test('is left alone while a step has still to say what it looks at', async () => {
    const later = metrics.prometheusQuery(
      { query: refs<string>('ask') },
      { id: 'later', title: 'Later', max: 1 },
    );
    expect(await tried(later)).toEqual({ problems: [], warnings: [] });
  });
});

describe('trying the checks of a plan', () => {
  test('asks once what several nodes watch alike, and names each of them', async () => {
    let asked = 0;
    const client = {
      baseUrl: '',
      async fetch() {
        asked += 1;
        return Response.json({ status: 'success', data: { resultType: 'vector', result: [] } });
      },
    };
    const check = query('up');
    const root = guard('Outer', { checks: [check] }, sequence('All', [watched(check)]));
    const { warnings } = await tryChecks(planOf(root), context(client));
    expect(asked).toBe(1);
    expect(warnings.map((text) => /of ‘(\w+)’/.exec(text)?.[1])).toEqual(['Outer', 'Watch']);
  });

  test('throws what a retry heals, so that the plan is made again when the source is back', async () => {
    const away = { baseUrl: '', fetch: () => Promise.reject(retryLater('unavailable', 'away', 4000)) };
    await expect(tryChecks(planOf(watched(query('up'))), context(away))).rejects.toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
      nextRetryDelay: 4000,
      message: 'The check ‘Q’ of ‘Watch’ can’t be tried, so the plan can’t be made: away',
    });
  });
});
