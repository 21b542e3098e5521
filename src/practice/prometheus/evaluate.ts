/** Evaluates a parsed query at one time, by Prometheus' rules for the practised part. */
import { increaseOf } from './increase.ts';
import type { Point } from './increase.ts';
import { select } from './select.ts';
import type { Series } from './series.ts';
import { QueryError } from './promql.ts';
import type { Aggregator, ArithmeticOperator, Expression, RangeFunction, Selector } from './promql.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A series as it was scraped within a range. */
export interface Row {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly Sample[] }
  | { readonly type: 'matrix'; readonly rows: readonly Row[] };
type Instant = Exclude<Value, { type: 'matrix' }>;

export function evaluate(expression: Expression, series: readonly Series[], time: number): Value {
  switch (expression.type) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'selector':
      return expression.range === undefined
        ? vector(instant(expression, series, time))
        : { type: 'matrix', rows: overRange(expression, expression.range, series, time) };
    case 'call':
      return vector(called(expression.name, expression.argument, series, time));
    case 'aggregation': {
      const of = evaluate(expression.of, series, time);
      if (of.type !== 'vector')
        throw new QueryError(
          `parse error: expected type instant vector in aggregation expression, got ${kindOf(of)}`,
        );
      return vector(aggregate(expression.name, expression.by, of.samples));
    }
    case 'binary':
      return arithmetic(
        expression.operator,
        operand(evaluate(expression.left, series, time)),
        operand(evaluate(expression.right, series, time)),
      );
  }
}

const vector = (samples: readonly Sample[]): Instant => ({ type: 'vector', samples });

const kindOf = ({ type }: Value): string =>
  ({ scalar: 'scalar', vector: 'instant vector', matrix: 'range vector' })[type];

function operand(value: Value): Instant {
  if (value.type !== 'matrix') return value;
  throw new QueryError('parse error: binary expression must contain only scalar and instant vector types');
}

const instant = ({ matchers, offset }: Selector, series: readonly Series[], time: number): Sample[] =>
  select(series, matchers).flatMap(({ labels, at }) => {
    const value = at(time - offset);
    return value === undefined ? [] : [{ labels, value }];
  });

/** As scraped, with the scrapes' own times; a series without any is left out. */
function overRange(
  { matchers, offset }: Selector,
  range: number,
  series: readonly Series[],
  time: number,
): Row[] {
  const to = time - offset;
  return select(series, matchers).flatMap(({ labels, scraped }) => {
    const points = scraped(to - range, to).flatMap(({ time: at, value }): Point[] =>
      value === undefined ? [] : [[at, value]],
    );
    return points.length === 0 ? [] : [{ labels, points }];
  });
}

function called(name: RangeFunction, argument: Selector, series: readonly Series[], time: number): Sample[] {
  const { range = 0, offset } = argument;
  const to = time - offset;
  return overRange(argument, range, series, time).flatMap(({ labels, points }) => {
    const increase = increaseOf(points, to - range, to);
    if (increase === undefined) return [];
    return [{ labels: withoutName(labels), value: name === 'rate' ? increase / range : increase }];
  });
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
function arithmetic(operator: ArithmeticOperator, left: Instant, right: Instant): Instant {
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

function mapSamples(value: Instant, change: (value: number) => number): Instant {
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
