/** A query's value at the end of each window of a stretch, by range queries. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';

const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z
      .array(z.object({ values: z.array(z.tuple([z.number(), z.string().transform(Number)])) }))
      .max(1),
  }),
});

/** By time, in seconds since the epoch; a window without a value is absent. The query aggregates to one series. */
export async function valuesAt(
  prometheus: HttpClient,
  query: string,
  { first, last, step }: { readonly first: number; readonly last: number; readonly step: number },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const parameters = new URLSearchParams({
    query,
    start: String(first),
    end: String(last),
    step: String(step),
  });
  const doing = `read ${query} from Prometheus`;
  const response = await request(doing, signal, () =>
    prometheus.fetch(`/api/v1/query_range?${parameters}`, { signal }),
  );
  const { data } = await answerOf(doing, signal, response, answerSchema);
  const values = data.result[0]?.values ?? [];
  return new Map(values.filter(([, value]) => Number.isFinite(value)));
}
