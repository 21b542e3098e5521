/** PromQL, the part that is practised, as a syntax tree. Whatever else the language has is refused by name. */

export type Matcher = {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
};

export interface Selector {
  readonly type: 'selector';
  readonly matchers: readonly Matcher[];
  /** Seconds; absent: an instant vector. */
  readonly range?: number;
  /** Seconds back in time. */
  readonly offset: number;
}

export const aggregators = ['sum', 'avg', 'min', 'max', 'count'] as const;
export type Aggregator = (typeof aggregators)[number];

export const rangeFunctions = ['rate', 'increase'] as const;
export type RangeFunction = (typeof rangeFunctions)[number];

export type ArithmeticOperator = '+' | '-' | '*' | '/';

export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | Selector
  | { readonly type: 'call'; readonly name: RangeFunction; readonly argument: Selector }
  | {
      readonly type: 'aggregation';
      readonly name: Aggregator;
      readonly by: readonly string[];
      readonly of: Expression;
    }
  | {
      readonly type: 'binary';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** A query that Prometheus itself would refuse, or that is beyond what is practised. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}
