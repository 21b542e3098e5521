/** `metrics.prometheusQuery`: one number from an instant query. No series, or not a number, is no data. */
import { z } from 'zod';
import { defineCheck } from '../define-check.ts';
import { fatal } from '../errors.ts';
import { instantValues } from '../prometheus/instant.ts';
import { notYet } from '../verify.ts';

const input = z.strictObject({
  query: z.string().min(1).describe('PromQL that gives one number, for instance a ratio of two sums'),
  unit: z
    .string()
    .max(20)
    .default('')
    .describe('What stands after the figure when people read it: `%`, `s`, `requests/s`'),
});

export const prometheusQuery = defineCheck({
  kind: 'metrics.prometheusQuery',
  summary: 'Hold the result of a Prometheus query against bounds.',
  input,
  needs: ['prometheus'],
  title: ({ query }) => `Prometheus: ${query}`,
  async verify({ query }, { clients: { prometheus }, signal }) {
    const value = only(await instantValues(prometheus, query, signal), query);
    return value === undefined ? [notYet(`the query gives no series now: ${query}`)] : [];
  },
  async sample({ query, unit }, { clients: { prometheus }, signal }) {
    const value = only(await instantValues(prometheus, query, signal), query);
    if (value === undefined) return { value: null, says: 'no data: the query gave no series' };
    if (!Number.isFinite(value)) return { value: null, says: 'no data: the query gave no number' };
    return { value, says: `${Number(value.toPrecision(4))}${unit === '' ? '' : ` ${unit}`}` };
  },
});

function only(values: readonly number[], query: string): number | undefined {
  if (values.length <= 1) return values[0];
  throw fatal(
    'input-invalid',
    `The query gives ${values.length} series where one is wanted; aggregate them: ${query}`,
  );
}
