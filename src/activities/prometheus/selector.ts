/** Selectors of series, written as labels: values are escaped here, so none can end its quotes. */
import { z } from 'zod';

const metricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'must be a metric’s name');
export const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be a label’s name');

const matcher = z.union([
  z.string(),
  z.strictObject({ not: z.string().describe('The label has another value than this') }),
  z.strictObject({ matches: z.string().describe('The whole value matches this RE2 expression') }),
  z.strictObject({ notMatches: z.string().describe('The value does not match this RE2 expression') }),
]);
export type Matcher = z.output<typeof matcher>;

/** Labels and what their values must be: a text (equal), `{ not }`, `{ matches }` or `{ notMatches }`. */
export const labelsSchema = z.record(labelName, matcher);
export type Labels = z.output<typeof labelsSchema>;

/** A metric, by its name alone or with labels that narrow it. */
export const metricSchema = z.union([
  metricName,
  z.strictObject({ metric: metricName.describe('Its name'), where: labelsSchema.describe('Its labels') }),
]);
export type Metric = z.output<typeof metricSchema>;

/** The instant vector selector of a metric's series under some labels; the metric's own labels come last. */
export function selectorOf(metric: Metric, labels: Labels, suffix = ''): string {
  const [name, where] = typeof metric === 'string' ? [metric, {}] : [metric.metric, metric.where];
  const matchers = [...Object.entries(labels), ...Object.entries(where)].map(([label, value]) =>
    matcherText(label, value),
  );
  return `${name}${suffix}{${matchers.join(',')}}`;
}

function matcherText(label: string, value: Matcher): string {
  if (typeof value === 'string') return `${label}=${quoted(value)}`;
  if ('not' in value) return `${label}!=${quoted(value.not)}`;
  if ('matches' in value) return `${label}=~${quoted(value.matches)}`;
  return `${label}!~${quoted(value.notMatches)}`;
}

/** PromQL's double-quoted strings follow Go's rules of escaping, of which JSON's are a part. */
const quoted = (value: string): string => JSON.stringify(value);
