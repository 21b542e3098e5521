/** Evaluates a parsed query at one time, by Prometheus' rules for the practised part. */
import type { Series } from './series.ts';
import { QueryError } from './promql.ts';
import type { Aggregator, ArithmeticOperator, Expression, Matcher, Selector } from './promql.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly Sample[] };

export function evaluate(expression: Expression, series: readonly Series[], time: number): Value {
  switch (expression.type) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'selector':
      return vector(instant(expression, series, time));
    case 'call':
      return vector(overRange(expression.name, expression.argument, series, time));
    case 'aggregation': {
      const of = evaluate(expression.of, series, time);
      if (of.type === 'scalar')
        throw new QueryError(
          'parse error: expected type instant vector in aggregation expression, got scalar',
        );
      return vector(aggregate(expression.name, expression.by, of.samples));
    }
    case 'binary':
      return arithmetic(
        expression.operator,
        evaluate(expression.left, series, time),
        evaluate(expression.right, series, time),
      );
  }
}

const vector = (samples: readonly Sample[]): Value => ({ type: 'vector', samples });

function instant(selector: Selector, series: readonly Series[], time: number): Sample[] {
  if (selector.range !== undefined) {
    throw new QueryError('parse error: a range vector is practised only inside rate() and increase()');
  }
  return select(series, selector.matchers).flatMap(({ labels, at }) => {
    const value = at(time - selector.offset);
    return value === undefined ? [] : [{ labels, value }];
  });
}

function overRange(
  name: 'rate' | 'increase',
  { matchers, range = 0, offset }: Selector,
  series: readonly Series[],
  time: number,
): Sample[] {
  const to = time - offset;
  return select(series, matchers).flatMap(({ labels, within }) => {
    const seen = within(to - range, to);
    if (seen === undefined) return [];
    const increase = seen.last - seen.first;
    return [{ labels: withoutName(labels), value: name === 'rate' ? increase / range : increase }];
  });
}

function select(series: readonly Series[], matchers: readonly Matcher[]): Series[] {
  const tests = matchers.map(testOf);
  return series.filter(({ labels }) => tests.every((test) => test(labels)));
}

/** Regular expressions are anchored; a missing label is an empty one. */
function testOf({ label, operator, value }: Matcher): (labels: Readonly<Record<string, string>>) => boolean {
  const matches = operator.endsWith('~') ? anchored(value) : (text: string) => text === value;
  const wanted = operator === '=' || operator === '=~';
  return (labels) => matches(labels[label] ?? '') === wanted;
}

function anchored(source: string): (text: string) => boolean {
  try {
    const pattern = new RegExp(`^(?:${source})$`, 's');
    return (text) => pattern.test(text);
  } catch {
    throw new QueryError(`parse error: error parsing regexp: ${JSON.stringify(source)}`);
  }
}

const aggregation: Readonly<Record<Aggregator, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
};

function aggregate(name: Aggregator, by: readonly string[], samples: readonly Sample[]): Sample[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = signature(pick(sample.labels, by));
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()].map((group) => ({
    labels: pick(group[0]?.labels ?? {}, by),
    value: aggregation[name](group.map(({ value }) => value)),
  }));
}

const operations: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** Vectors are matched one to one on all their labels but the name. */
function arithmetic(operator: ArithmeticOperator, left: Value, right: Value): Value {
  const operate = operations[operator];
  if (left.type === 'scalar' && right.type === 'scalar')
    return { type: 'scalar', value: operate(left.value, right.value) };
  if (left.type === 'scalar') return mapSamples(right, (value) => operate(left.value, value));
  if (right.type === 'scalar') return mapSamples(left, (value) => operate(value, right.value));
  const partners = unique(right.samples, 'right');
  return vector(
    [...unique(left.samples, 'left')].flatMap(([key, { labels, value }]) => {
      const partner = partners.get(key);
      return partner === undefined
        ? []
        : [{ labels: withoutName(labels), value: operate(value, partner.value) }];
    }),
  );
}

function mapSamples(value: Value, change: (value: number) => number): Value {
  if (value.type === 'scalar') return value;
  return vector(
    value.samples.map(({ labels, value: one }) => ({ labels: withoutName(labels), value: change(one) })),
  );
}

function unique(samples: readonly Sample[], side: 'left' | 'right'): Map<string, Sample> {
  const bySignature = new Map(samples.map((sample) => [signature(withoutName(sample.labels)), sample]));
  if (bySignature.size === samples.length) return bySignature;
  throw new QueryError(
    `found duplicate series for the match group on the ${side} hand-side of the operation; many-to-many matching not allowed: matching labels must be unique on one side`,
  );
}

const withoutName = ({ __name__: _, ...labels }: Readonly<Record<string, string>>): Record<string, string> =>
  labels;
const signature = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort());
const pick = (labels: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
