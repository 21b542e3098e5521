/** What a Prometheus server knows of a check's metrics before it is relied upon. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';
import { notYet, wrong } from '../verify.ts';
import type { Doubt } from '../verify.ts';
import { instantValues } from './instant.ts';
import { selectorOf } from './selector.ts';
import type { Labels, Metric } from './selector.ts';

/** Where to ask, and until when. */
export interface Asking {
  readonly prometheus: HttpClient;
  readonly signal: AbortSignal;
  now(): number;
}

/** How many series it finds now. A selector that doesn't parse is fatal: the server's words say where. */
export async function seriesNow({ prometheus, signal }: Asking, selector: string): Promise<number> {
  const [count = 0] = await instantValues(prometheus, `count(${selector})`, signal);
  return count;
}

const namesSchema = z.object({ data: z.array(z.string()) });
/** Seconds back: a metric that nobody exposed for a week is taken for a wrong name. */
const week = 7 * 86_400;

/** Whether any series of this name was there within a week. */
async function wasThere({ prometheus, signal, now }: Asking, name: string): Promise<boolean> {
  const parameters = new URLSearchParams({
    'match[]': name,
    start: String(Math.floor(now() / 1000) - week),
    end: String(Math.ceil(now() / 1000)),
  });
  const doing = `look for the metric ${name} in Prometheus`;
  const response = await request(doing, signal, () =>
    prometheus.fetch(`/api/v1/label/__name__/values?${parameters}`, { signal }),
  );
  const { data } = await answerOf(doing, signal, response, namesSchema);
  return data.includes(name);
}

export const nameOf = (metric: Metric): string => (typeof metric === 'string' ? metric : metric.metric);

/** Doubts about a metric as such, whoever exposes it. A histogram is there by its name or by its buckets'. */
export async function metricDoubts(
  asking: Asking,
  metric: Metric,
  suffixes: readonly string[] = [''],
): Promise<readonly Doubt[]> {
  const names = suffixes.map((suffix) => nameOf(metric) + suffix);
  const now = await Promise.all(names.map((name) => seriesNow(asking, name)));
  if (now.some((count) => count > 0)) return [];
  const before = await Promise.all(names.map((name) => wasThere(asking, name)));
  const named = names.map((name) => `‘${name}’`).join(' nor ');
  return before.includes(true)
    ? [notYet(`Prometheus has no series of ${named} just now`)]
    : [wrong(`Prometheus knows no metric ${named}`)];
}

/** A doubt where a selector of known metrics finds nothing. */
export async function selectorDoubts(
  asking: Asking,
  metric: Metric,
  labels: Labels,
  says: (selector: string) => string,
): Promise<readonly Doubt[]> {
  const selector = selectorOf(metric, labels);
  return (await seriesNow(asking, selector)) > 0 ? [] : [notYet(says(selector))];
}
