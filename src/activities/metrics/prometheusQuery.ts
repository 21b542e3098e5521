/** `metrics.prometheusQuery`: one number from an instant query. No series, or not a number, is no data. */
import { z } from 'zod';
import { defineCheck } from '../define-check.ts';
import { fatal } from '../errors.ts';
import { request } from '../http/errors.ts';

const input = z.strictObject({
  query: z.string().min(1).describe('PromQL that gives one number, for instance a ratio of two sums'),
  unit: z
    .string()
    .max(20)
    .default('')
    .describe('What stands after the figure when people read it: `%`, `s`, `requests/s`'),
});

const numberSchema = z.string().transform((text) => (/^[+-]?Inf$/.test(text) ? NaN : Number(text)));
const pointSchema = z.tuple([z.number(), numberSchema]);
const answerSchema = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('scalar'), result: pointSchema }),
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: pointSchema })) }),
  ]),
});
type Answer = z.output<typeof answerSchema>;

export const prometheusQuery = defineCheck({
  kind: 'metrics.prometheusQuery',
  summary: 'Hold the result of a Prometheus query against bounds.',
  input,
  needs: ['prometheus'],
  title: ({ query }) => `Prometheus: ${query}`,
  async sample({ query, unit }, { clients: { prometheus }, signal }) {
    const response = await request(`ask Prometheus for ${query}`, signal, () =>
      prometheus.fetch(`/api/v1/query?query=${encodeURIComponent(query)}`, { signal }),
    );
    const answer = answerSchema.safeParse(await response.json());
    if (!answer.success)
      throw fatal('input-invalid', `The query gives neither a number nor a vector: ${query}`);
    const value = only(answer.data, query);
    if (value === undefined) return { value: null, says: 'no data: the query gave no series' };
    if (!Number.isFinite(value)) return { value: null, says: 'no data: the query gave no number' };
    return { value, says: `${Number(value.toPrecision(4))}${unit === '' ? '' : ` ${unit}`}` };
  },
});

function only({ data }: Answer, query: string): number | undefined {
  if (data.resultType === 'scalar') return data.result[1];
  if (data.result.length > 1) {
    throw fatal(
      'input-invalid',
      `The query gives ${data.result.length} series where one is wanted; aggregate them: ${query}`,
    );
  }
  return data.result[0]?.value[1];
}
