/** `metrics.prometheusPast`: traffic, or its share of errors, held against the same time of earlier days. */
import { z } from 'zod';
import { definePast } from '../define-past.ts';
import { clockOf } from '../prometheus/clock.ts';
import { metricDoubts, selectorDoubts } from '../prometheus/known.ts';
import { labelsSchema, metricSchema, selectorOf } from '../prometheus/selector.ts';
import type { Metric } from '../prometheus/selector.ts';
import { valuesAt } from '../prometheus/windows.ts';
import { notYet } from '../verify.ts';

const input = z.strictObject({
  where: labelsSchema
    .default({})
    .describe('Labels of the series, which are added up; such as releases leave as they are'),
  requests: metricSchema.describe('A counter of all requests'),
  errors: metricSchema
    .optional()
    .describe('A counter of those that failed: then it is their share that is watched; absent: the traffic'),
  windowSeconds: z
    .number()
    .int()
    .min(10)
    .max(3600)
    .default(120)
    .describe(
      'Seconds that are judged together: two scrapes at least. Nothing is notable before three of them',
    ),
  days: z.number().int().min(2).max(28).default(7).describe('Days of history that show what is usual'),
  lagSeconds: z
    .number()
    .min(0)
    .max(300)
    .default(5)
    .describe('Seconds after which a scrape is sure to be found: a window is read that much after its end'),
});

export const prometheusPast = definePast({
  kind: 'metrics.prometheusPast',
  summary:
    'Ask about spikes and dips: hold traffic, or its share of errors, against the same time of earlier days.',
  input,
  needs: ['prometheus'],
  title: ({ requests, errors }) =>
    errors === undefined
      ? `Traffic against its own past: ${named(requests)}`
      : `Share of errors against its own past: ${named(errors)} of ${named(requests)}`,
  clock: clockOf,
  spanOf: ({ windowSeconds, days, lagSeconds }) => ({ window: windowSeconds, days, lag: lagSeconds }),
  async verify({ requests, errors, where, days }, { clients: { prometheus }, signal, now }) {
    const asking = { prometheus, signal, now };
    const known = await metricDoubts(asking, requests);
    if (known.length > 0) return known;
    const ofErrors = errors === undefined ? [] : await metricDoubts(asking, errors);
    const empty = await selectorDoubts(
      asking,
      requests,
      where,
      (selector) => `there are no series now: ${selector}`,
    );
    if (empty.length > 0) return [...ofErrors, ...empty];
    const twoDaysAgo = now() / 1000 - 2 * 86_400;
    const old = await valuesAt(
      prometheus,
      `count(${selectorOf(requests, where)})`,
      { first: twoDaysAgo, last: twoDaysAgo, step: 1 },
      signal,
    );
    const young = notYet(
      `there are less than two of the ${days} days of history that it is held against; it will ask a person at once`,
    );
    return [...ofErrors, ...(old.size === 0 ? [young] : [])];
  },
  async windows({ requests, errors, where, windowSeconds: window }, { from, to }, { clients, signal }) {
    const first = Math.ceil(from / window) * window + window;
    const last = Math.floor(to / window) * window;
    if (last < first) return [];
    const read = (metric: Metric): Promise<ReadonlyMap<number, number>> =>
      valuesAt(
        clients.prometheus,
        `sum(increase(${selectorOf(metric, where)}[${window}s]))`,
        { first, last, step: window },
        signal,
      );
    const [all, failed] = await Promise.all([
      read(requests),
      errors === undefined ? undefined : read(errors),
    ]);
    const ends = Array.from({ length: (last - first) / window + 1 }, (_, index) => first + index * window);
    return ends.map((t) => pointAt(t, all.get(t), failed && (failed.get(t) ?? 0)));
  },
});

/** No series of errors while there are requests: none failed. */
function pointAt(t: number, all: number | undefined, failed: number | undefined) {
  if (all === undefined) return { t, count: null };
  return failed === undefined ? { t, count: all } : { t, count: Math.min(failed, all), among: all };
}

const named = (metric: Metric): string => (typeof metric === 'string' ? metric : selectorOf(metric, {}));
