/** Raw samples of series, as they were scraped: a range selector as an instant query gives them with their own times. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';

/** A native histogram: its count, and its buckets that hold anything. */
export interface NativeHistogram {
  readonly count: number;
  /** Upper bound and how many are in this bucket alone; ascending. */
  readonly buckets: readonly (readonly [upper: number, count: number])[];
}

/** A series: `samples` of a counter, or `histograms`; times in seconds since the epoch, ascending. */
export interface RawSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [time: number, value: number])[];
  readonly histograms: readonly (readonly [time: number, histogram: NativeHistogram])[];
}

const numberSchema = z.string().transform((text) => {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
});

/** Boundary rule, lower bound, upper bound, count: https://prometheus.io/docs/prometheus/latest/querying/api/#native-histograms */
const bucketSchema = z.tuple([z.number(), numberSchema, numberSchema, numberSchema]);
const histogramSchema = z
  .object({ count: numberSchema, buckets: z.array(bucketSchema).default([]) })
  .transform(({ count, buckets }): NativeHistogram => ({
    count,
    buckets: buckets.map(([, , upper, n]) => [upper, n] as const).sort(([a], [b]) => a - b),
  }));

const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), numberSchema])).default([]),
        histograms: z.array(z.tuple([z.number(), histogramSchema])).default([]),
      }),
    ),
  }),
});

/**
 * All samples of the selector's series in (`from`, `to`], seconds since the epoch. A series that went stale simply has no
 * later samples. Throws as `request` and `answerOf` do.
 */
export async function rawSeries(
  prometheus: HttpClient,
  selector: string,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<RawSeries[]> {
  const range = `${Math.ceil((to - from) * 1000)}ms`;
  const parameters = new URLSearchParams({ query: `${selector}[${range}]`, time: to.toFixed(3) });
  const doing = `read ${selector} from Prometheus`;
  const response = await request(doing, signal, () =>
    prometheus.fetch(`/api/v1/query?${parameters}`, { signal }),
  );
  const { data } = await answerOf(doing, signal, response, answerSchema);
  return data.result.map(({ metric, values, histograms }) => ({
    labels: metric,
    // NaN is a sample without a value; stale markers are not sent at all.
    samples: values.filter(([time, value]) => time > from && Number.isFinite(value)),
    histograms: histograms.filter(([time]) => time > from),
  }));
}
