/** `metrics.scrapeCompare`: a canary against its baseline by their own `/metrics` pages, where no Prometheus scrapes them. */
import { z } from 'zod';
import type { Arm } from '../../judge/tick.ts';
import { defineComparison } from '../define-comparison.ts';
import { request } from '../http/errors.ts';
import { openUrlSchema } from '../http/url.ts';
import { addTicks, incrementsOf } from '../prometheus/increments.ts';
import { parseExposition, select } from '../prometheus/exposition.ts';
import type { Exposed } from '../prometheus/exposition.ts';
import { nameOf } from '../prometheus/known.ts';
import { labelsSchema, metricSchema } from '../prometheus/selector.ts';
import { notYet, wrong } from '../verify.ts';
import type { VerifyContext } from '../verify.ts';

const input = z.strictObject({
  canary: z
    .array(openUrlSchema)
    .min(1)
    .describe('The metrics pages of the canary’s instances; http or https'),
  baseline: z.array(openUrlSchema).min(1).describe('Those of the baseline’s instances'),
  where: labelsSchema.default({}).describe('Labels that all counters must have'),
  requests: metricSchema.describe('A counter of all requests'),
  errors: metricSchema.optional().describe('A counter of those that failed'),
  latency: metricSchema.optional().describe('A classic histogram of how long they took; without `_bucket`'),
});
type Input = z.output<typeof input>;

/** What is remembered of a page: when it was read, and its counters. */
const pageSchema = z.object({
  at: z.number(),
  requests: z.record(z.string(), z.number()),
  errors: z.record(z.string(), z.number()),
  buckets: z.record(z.string(), z.number()),
});
type Page = z.output<typeof pageSchema>;
const memorySchema = z.record(z.string(), pageSchema);
type Memory = z.output<typeof memorySchema>;

export const scrapeCompare = defineComparison({
  kind: 'metrics.scrapeCompare',
  summary: 'Judge a canary against its baseline by the metrics pages of their processes.',
  input,
  needs: ['http'],
  lagMs: () => 0,
  title: ({ requests }) =>
    `Canary against baseline: ${typeof requests === 'string' ? requests : requests.metric}, scraped from the processes`,
  /** The canary's pages may come with the release itself: it is the baseline's that must be there. */
  async verify(given, ctx) {
    const twice = given.canary.filter((one) => given.baseline.includes(one));
    if (twice.length > 0) return [wrong(`${twice.join(', ')} is both canary and baseline`)];
    const pages = Object.values(await readAll(given.baseline, given, ctx));
    if (pages.length === 0) return [notYet('no page of the baseline answers now')];
    const { requests, latency } = given;
    const shown = (of: 'requests' | 'buckets'): boolean =>
      pages.some((page) => Object.keys(page[of]).length > 0);
    return [
      ...(shown('requests') ? [] : [notYet(`no page of the baseline shows ‘${nameOf(requests)}’ now`)]),
      ...(latency === undefined || shown('buckets')
        ? []
        : [notYet(`no page of the baseline shows a classic histogram ‘${nameOf(latency)}’ now`)]),
    ];
  },
  /** A page shows no past: what was added since the last reading stands in the last tick, the others are void. */
  async read(given, { edges, le, memory }, ctx) {
    const before = memorySchema.safeParse(memory).data ?? {};
    const pages = await readAll([...given.canary, ...given.baseline], given, ctx);
    const bounds = le ?? common(given, pages);
    const arm = (urls: readonly string[]): Arm | null => added(urls, before, pages, bounds);
    const last = edges.length - 2;
    return {
      le: bounds,
      memory: { ...before, ...pages },
      ticks: edges.slice(1).map((t, tick) => ({
        t,
        canary: tick === last ? arm(given.canary) : null,
        baseline: tick === last ? arm(given.baseline) : null,
      })),
    };
  },
  async history() {
    return [];
  },
});

/** A page that does not answer gives no data; the next one tells what it missed. */
async function readAll(urls: readonly string[], given: Input, ctx: VerifyContext<'http'>): Promise<Memory> {
  const pages = await Promise.all(urls.map(async (one) => [one, await readPage(one, given, ctx)] as const));
  return Object.fromEntries(pages.flatMap(([one, page]) => (page === undefined ? [] : [[one, page]])));
}

async function readPage(
  page: string,
  { requests, errors, latency, where }: Input,
  { clients: { http }, signal, now }: VerifyContext<'http'>,
): Promise<Page | undefined> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const text = await request(`read ${page}`, limited, () =>
    http.fetch(page, { signal: limited, redirect: 'manual', headers: { accept: 'text/plain' } }),
  ).then(
    (response) => response.text(),
    () => undefined,
  );
  signal.throwIfAborted();
  if (text === undefined) return undefined;
  const exposed = parseExposition(text);
  return {
    at: now(),
    requests: byLabels(select(exposed, requests, where)),
    errors: errors === undefined ? {} : byLabels(select(exposed, errors, where)),
    buckets: latency === undefined ? {} : byLabels(select(exposed, latency, where, '_bucket')),
  };
}

const byLabels = (samples: readonly Exposed[]): Record<string, number> =>
  Object.fromEntries(
    samples.map(({ name, labels, value }) => [JSON.stringify([name, Object.entries(labels).sort()]), value]),
  );

/** What the pages of one arm added since they were last read; null if none was read twice. */
function added(urls: readonly string[], before: Memory, now: Memory, le: readonly number[]): Arm | null {
  const twice = urls.flatMap((one) => {
    const [a, b] = [before[one], now[one]];
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  if (twice.length === 0) return null;
  const sum = (field: 'requests' | 'errors' | 'buckets', wanted = (_: string): boolean => true): number =>
    twice
      .flatMap(({ a, b }) =>
        Object.entries(b[field])
          .filter(([labels]) => wanted(labels))
          // A series that was not there when the page was last read began at zero.
          .map(([labels, value]) =>
            incrementsOf(
              [
                [0, a[field][labels] ?? 0],
                [1, value],
              ],
              [0, 1],
              'unknown',
            ),
          ),
      )
      .reduce(addTicks, [0])[0] ?? 0;
  const requests = sum('requests');
  const latencyBuckets = [...le, Infinity].map((bound) =>
    sum('buckets', (labels) => boundOf(labels) === bound),
  );
  return {
    requests,
    errors: Math.min(sum('errors'), requests),
    ...(le.length > 0 ? { latencyBuckets } : {}),
  };
}

const boundsOf = (urls: readonly string[], pages: Memory): number[] =>
  urls.flatMap((one) => Object.keys(pages[one]?.buckets ?? {}).map(boundOf));

function common({ canary, baseline }: Input, pages: Memory): number[] {
  const ofCanary = new Set(boundsOf(canary, pages));
  const both = boundsOf(baseline, pages).filter((bound) => Number.isFinite(bound) && ofCanary.has(bound));
  return [...new Set(both)].sort((a, b) => a - b);
}

function boundOf(labels: string): number {
  const le = /\["le","([^"]*)"\]/.exec(labels)?.[1];
  return le === undefined || le === '+Inf' ? Infinity : Number(le);
}
