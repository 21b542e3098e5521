/** The text that an expression surely gives; undefined where it can't be told without running it. */
import { resolve } from './scope.ts';
import type { Bound } from './scope.ts';
import type { Call } from './syntax.ts';

/** Longer texts are not put together. */
const longest = 200_000;

export function textOf(bound: Bound, depth = 0): string | undefined {
  if (depth > 20) return undefined;
  const { value, scope } = resolve(bound);
  const inner = (one: Bound['value']): string | undefined => textOf({ value: one, scope }, depth + 1);
  switch (value.type) {
    case 'string':
      return value.value;
    case 'number':
      return value.text;
    case 'format':
      return joined(value.parts.map((part) => (typeof part === 'string' ? part : inner(part))));
    case 'binary': {
      const left = inner(value.left);
      if (left === undefined) return undefined;
      if (value.operator === '+') return joined([left, inner(value.right)]);
      if (value.operator !== '%') return undefined;
      const right = resolve({ value: value.right, scope });
      const given = right.value.type === 'list' ? right.value.items : [right.value];
      return filled(
        left,
        given.map((one) => textOf({ value: one, scope: right.scope }, depth + 1)),
      );
    }
    case 'call':
      return ofCall(value, inner);
    default:
      return undefined;
  }
}

/** `text('…')`, `dedent('…')`, `'…'.strip()`. */
function ofCall(call: Call, inner: (value: Bound['value']) => string | undefined): string | undefined {
  const { callee } = call;
  const name = callee.type === 'name' || callee.type === 'member' ? callee.name : '';
  const [first] = call.arguments;
  if (['text', 'dedent', 'DDL', 'SQL'].includes(name) && first !== undefined && call.spread === 'none')
    return inner(first);
  if (callee.type === 'member' && ['strip', 'bindparams', 'execution_options'].includes(name)) {
    const text = inner(callee.of);
    return name === 'strip' ? text?.trim() : text;
  }
  return undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  let whole = '';
  for (const part of parts) {
    if (part === undefined || whole.length + part.length > longest) return undefined;
    whole += part;
  }
  return whole;
}

/** `'ALTER TABLE %s' % name`, with `%s` alone. */
function filled(pattern: string, given: readonly (string | undefined)[]): string | undefined {
  const pieces = pattern.split(/%s/);
  if (pieces.length !== given.length + 1 || pieces.some((piece) => /%(?!%)/.test(piece.replaceAll('%%', ''))))
    return undefined;
  return joined(pieces.flatMap((piece, at) => (at === 0 ? [piece] : [given[at - 1], piece])))?.replaceAll(
    '%%',
    '%',
  );
}
