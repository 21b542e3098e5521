/** Goes through the tokens of a query, and says what it did not expect. */
import type { Token } from './lexer.ts';
import { QueryError } from './promql.ts';

export class TokenReader {
  #position = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)];
    if (token === undefined) throw new QueryError('parse error: no expression found in input');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  peekIs(...texts: readonly string[]): boolean {
    const { type, text } = this.peek();
    return type !== 'string' && texts.includes(text);
  }

  accept(text: string): boolean {
    if (!this.peekIs(text)) return false;
    this.#position += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(this.peek());
  }

  expectType(type: Token['type']): Token {
    const token = this.next();
    if (token.type !== type) throw this.unexpected(token);
    return token;
  }

  unexpected({ at, text }: Token): QueryError {
    return new QueryError(
      `1:${at}: parse error: unexpected ${text === 'end of input' ? text : JSON.stringify(text)}`,
    );
  }
}
