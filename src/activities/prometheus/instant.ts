/** The answer to an instant query: one number, or one a series. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { fatal } from '../errors.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';

const numberSchema = z.string().transform((text) => (/^[+-]?Inf$/.test(text) ? NaN : Number(text)));
const pointSchema = z.tuple([z.number(), numberSchema]);
const answerSchema = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('scalar'), result: pointSchema }),
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: pointSchema })) }),
    z.object({ resultType: z.enum(['matrix', 'string']) }),
  ]),
});

/** A scalar is a single value; a vector one a series, in no order. An infinite one is NaN: no figure to go by. */
export async function instantValues(
  prometheus: HttpClient,
  query: string,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const doing = `ask Prometheus for ${query}`;
  const response = await request(doing, signal, () =>
    prometheus.fetch(`/api/v1/query?query=${encodeURIComponent(query)}`, { signal }),
  );
  const { data } = await answerOf(doing, signal, response, answerSchema);
  switch (data.resultType) {
    case 'scalar':
      return [data.result[1]];
    case 'vector':
      return data.result.map(({ value }) => value[1]);
    default:
      throw fatal('input-invalid', `The query gives neither a number nor a vector: ${query}`);
  }
}
