/** A parser by recursive descent for the practised part of PromQL. */
import { seconds, tokenize, unquote } from './lexer.ts';
import type { Token } from './lexer.ts';
import { aggregators, QueryError, rangeFunctions } from './promql.ts';
import type {
  Aggregator,
  ArithmeticOperator,
  Expression,
  Matcher,
  RangeFunction,
  Selector,
} from './promql.ts';
import { TokenReader } from './token-reader.ts';

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };

export function parseQuery(query: string): Expression {
  const parser = new Parser(new TokenReader(tokenize(query)));
  const expression = parser.expression(1);
  parser.expectEnd();
  return expression;
}

class Parser {
  readonly #tokens: TokenReader;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  /** Binary operators of at least this precedence, left to right. */
  expression(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens.peek().text;
      const level = precedence[operator] ?? 0;
      if (this.#tokens.peek().type !== 'symbol' || level < least) return left;
      this.#tokens.next();
      const right = this.expression(level + 1);
      left = { type: 'binary', operator: operator as ArithmeticOperator, left, right };
    }
  }

  expectEnd(): void {
    const token = this.#tokens.peek();
    if (token.type !== 'end') throw this.#tokens.unexpected(token);
  }

  #unary(): Expression {
    if (this.#tokens.accept('+')) return this.#unary();
    if (!this.#tokens.accept('-')) return this.#primary();
    return { type: 'binary', operator: '*', left: { type: 'number', value: -1 }, right: this.#unary() };
  }

  #primary(): Expression {
    const token = this.#tokens.peek();
    if (this.#tokens.accept('(')) {
      const inner = this.expression(1);
      this.#tokens.expect(')');
      return inner;
    }
    if (token.type === 'number') return { type: 'number', value: Number(this.#tokens.next().text) };
    if (token.type === 'symbol' && token.text === '{') return this.#selector([]);
    if (token.type !== 'name') throw this.#tokens.unexpected(token);
    return this.#named(this.#tokens.next());
  }

  #named(name: Token): Expression {
    if (isOne(aggregators, name.text) && this.#tokens.peekIs('(', 'by', 'without'))
      return this.#aggregation(name.text);
    if (!this.#tokens.peekIs('('))
      return this.#selector([{ label: '__name__', operator: '=', value: name.text }]);
    if (!isOne(rangeFunctions, name.text)) {
      throw new QueryError(`1:${name.at}: parse error: unknown function with name "${name.text}"`);
    }
    return this.#rangeCall(name.text, name.at);
  }

  #rangeCall(name: RangeFunction, at: number): Expression {
    this.#tokens.expect('(');
    const argument = this.expression(1);
    this.#tokens.expect(')');
    if (argument.type === 'selector' && argument.range !== undefined) return { type: 'call', name, argument };
    throw new QueryError(
      `1:${at}: parse error: expected type range vector in call to function "${name}", got instant vector`,
    );
  }

  #aggregation(name: Aggregator): Expression {
    let by = this.#grouping();
    this.#tokens.expect('(');
    const of = this.expression(1);
    this.#tokens.expect(')');
    by ??= this.#grouping();
    return { type: 'aggregation', name, by: by ?? [], of };
  }

  #grouping(): string[] | undefined {
    if (!this.#tokens.accept('by')) return undefined;
    this.#tokens.expect('(');
    const labels: string[] = [];
    while (!this.#tokens.accept(')')) {
      labels.push(this.#tokens.expectType('name').text);
      if (!this.#tokens.peekIs(')')) this.#tokens.expect(',');
    }
    return labels;
  }

  #selector(named: readonly Matcher[]): Selector {
    const matchers = [...named, ...this.#matchers()];
    if (matchers.length === 0) {
      throw new QueryError('parse error: vector selector must contain at least one non-empty matcher');
    }
    const range = this.#range();
    const offset = this.#offset();
    return { type: 'selector', matchers, offset, ...(range === undefined ? {} : { range }) };
  }

  #matchers(): Matcher[] {
    const matchers: Matcher[] = [];
    if (!this.#tokens.accept('{')) return matchers;
    while (!this.#tokens.accept('}')) {
      const label = this.#tokens.expectType('name').text;
      const operator = this.#tokens.next();
      if (!isOne(['=', '!=', '=~', '!~'] as const, operator.text)) throw this.#tokens.unexpected(operator);
      matchers.push({
        label,
        operator: operator.text,
        value: unquote(this.#tokens.expectType('string').text),
      });
      if (!this.#tokens.peekIs('}')) this.#tokens.expect(',');
    }
    return matchers;
  }

  #range(): number | undefined {
    if (!this.#tokens.accept('[')) return undefined;
    const range = seconds(this.#tokens.expectType('duration').text);
    this.#tokens.expect(']');
    return range;
  }

  #offset(): number {
    if (!this.#tokens.accept('offset')) return 0;
    const sign = this.#tokens.accept('-') ? -1 : 1;
    return sign * seconds(this.#tokens.expectType('duration').text);
  }
}

const isOne = <T extends string>(names: readonly T[], text: string): text is T =>
  names.some((name) => name === text);
