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

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };

export function parseQuery(query: string): Expression {
  const parser = new Parser(tokenize(query));
  const expression = parser.expression(1);
  parser.expectEnd();
  return expression;
}

class Parser {
  #position = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Binary operators of at least this precedence, left to right. */
  expression(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek().text;
      const level = precedence[operator] ?? 0;
      if (this.#peek().type !== 'symbol' || level < least) return left;
      this.#next();
      const right = this.expression(level + 1);
      left = { type: 'binary', operator: operator as ArithmeticOperator, left, right };
    }
  }

  expectEnd(): void {
    const token = this.#peek();
    if (token.type !== 'end') throw this.#unexpected(token);
  }

  #unary(): Expression {
    if (this.#accept('+')) return this.#unary();
    if (!this.#accept('-')) return this.#primary();
    return { type: 'binary', operator: '*', left: { type: 'number', value: -1 }, right: this.#unary() };
  }

  #primary(): Expression {
    const token = this.#peek();
    if (this.#accept('(')) {
      const inner = this.expression(1);
      this.#expect(')');
      return inner;
    }
    if (token.type === 'number') return { type: 'number', value: Number(this.#next().text) };
    if (token.type === 'symbol' && token.text === '{') return this.#selector([]);
    if (token.type !== 'name') throw this.#unexpected(token);
    return this.#named(this.#next());
  }

  #named(name: Token): Expression {
    if (isOne(aggregators, name.text) && this.#peekIs('(', 'by', 'without'))
      return this.#aggregation(name.text);
    if (!this.#peekIs('(')) return this.#selector([{ label: '__name__', operator: '=', value: name.text }]);
    if (!isOne(rangeFunctions, name.text)) {
      throw new QueryError(`1:${name.at}: parse error: unknown function with name "${name.text}"`);
    }
    return this.#rangeCall(name.text, name.at);
  }

  #rangeCall(name: RangeFunction, at: number): Expression {
    this.#expect('(');
    const argument = this.expression(1);
    this.#expect(')');
    if (argument.type === 'selector' && argument.range !== undefined) return { type: 'call', name, argument };
    throw new QueryError(
      `1:${at}: parse error: expected type range vector in call to function "${name}", got instant vector`,
    );
  }

  #aggregation(name: Aggregator): Expression {
    let by = this.#grouping();
    this.#expect('(');
    const of = this.expression(1);
    this.#expect(')');
    by ??= this.#grouping();
    return { type: 'aggregation', name, by: by ?? [], of };
  }

  #grouping(): string[] | undefined {
    if (!this.#accept('by')) return undefined;
    this.#expect('(');
    const labels: string[] = [];
    while (!this.#accept(')')) {
      labels.push(this.#expectType('name').text);
      if (!this.#peekIs(')')) this.#expect(',');
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
    if (!this.#accept('{')) return matchers;
    while (!this.#accept('}')) {
      const label = this.#expectType('name').text;
      const operator = this.#next();
      if (!isOne(['=', '!=', '=~', '!~'] as const, operator.text)) throw this.#unexpected(operator);
      matchers.push({ label, operator: operator.text, value: unquote(this.#expectType('string').text) });
      if (!this.#peekIs('}')) this.#expect(',');
    }
    return matchers;
  }

  #range(): number | undefined {
    if (!this.#accept('[')) return undefined;
    const range = seconds(this.#expectType('duration').text);
    this.#expect(']');
    return range;
  }

  #offset(): number {
    if (!this.#accept('offset')) return 0;
    const sign = this.#accept('-') ? -1 : 1;
    return sign * seconds(this.#expectType('duration').text);
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)];
    if (token === undefined) throw new QueryError('parse error: no expression found in input');
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #peekIs(...texts: readonly string[]): boolean {
    const { type, text } = this.#peek();
    return type !== 'string' && texts.includes(text);
  }

  #accept(text: string): boolean {
    if (!this.#peekIs(text)) return false;
    this.#position += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected(this.#peek());
  }

  #expectType(type: Token['type']): Token {
    const token = this.#next();
    if (token.type !== type) throw this.#unexpected(token);
    return token;
  }

  #unexpected({ at, text }: Token): QueryError {
    return new QueryError(
      `1:${at}: parse error: unexpected ${text === 'end of input' ? text : JSON.stringify(text)}`,
    );
  }
}

const isOne = <T extends string>(names: readonly T[], text: string): text is T =>
  names.some((name) => name === text);
