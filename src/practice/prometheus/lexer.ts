/** Cuts a query into tokens, each with its place, which error messages name as Prometheus does. */
import { QueryError } from './promql.ts';

export interface Token {
  readonly type: 'name' | 'number' | 'duration' | 'string' | 'symbol' | 'end';
  readonly text: string;
  /** Counted from 1. */
  readonly at: number;
}

const kinds: readonly (readonly [Token['type'] | 'space', RegExp])[] = [
  ['space', /(?:\s+|#[^\n]*)/y],
  ['duration', /(?:\d+(?:ms|[smhdwy]))+/y],
  ['number', /(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y],
  ['name', /[a-zA-Z_:][a-zA-Z0-9_:]*/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y],
  ['symbol', /=~|!~|!=|==|>=|<=|[-+*/%^=<>(){}[\],:@]/y],
];

export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const { type, text } = next(query, at);
    if (type !== 'space') tokens.push({ type, text, at: at + 1 });
    at += text.length;
  }
  return [...tokens, { type: 'end', text: 'end of input', at: query.length + 1 }];
}

function next(query: string, at: number): { type: Token['type'] | 'space'; text: string } {
  for (const [type, pattern] of kinds) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { type, text };
  }
  throw new QueryError(`1:${at + 1}: parse error: unexpected character: ${JSON.stringify(query[at])}`);
}

const unitSeconds: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** `1h30m` in seconds. */
export function seconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count = '0', unit = '']) => sum + Number(count) * (unitSeconds[unit] ?? 0), 0);
}

/** What a string token stands for. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return inner.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}
