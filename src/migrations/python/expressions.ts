/** From the parser's expressions to ours. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf, deepest, lineAt, squeeze, textOf, TooDeep } from './cursor.ts';
import type { Source } from './cursor.ts';
import { literalValue, quotesOf, unescaped } from './strings.ts';
import type { Expression } from './syntax.ts';

const punctuation = new Set(['(', ')', '[', ']', '{', '}', ',', ':', '.', '*', '**', 'AssignOp']);

export function expressionOf(source: Source, node: SyntaxNode, depth = 0): Expression {
  if (depth > deepest) throw new TooDeep();
  const at = { line: lineAt(source, node.from), text: squeeze(textOf(source, node)) };
  const inner = (child: SyntaxNode): Expression => expressionOf(source, child, depth + 1);
  const children = childrenOf(node);
  const other = (): Expression => ({
    ...at,
    type: 'other',
    parts: children.filter(({ name }) => /^[A-Z]/.test(name) && !punctuation.has(name)).map(inner),
  });

  switch (node.name) {
    case 'String': {
      const value = literalValue(textOf(source, node));
      return value === undefined ? { ...at, type: 'other', parts: [] } : { ...at, type: 'string', value };
    }
    case 'FormatString':
      return { ...at, ...formatted(source, node, inner) };
    case 'ContinuedString':
      return { ...at, ...continued(children.map(inner)) };
    case 'Number':
      return { ...at, type: 'number' };
    case 'None':
      return { ...at, type: 'none' };
    case 'Boolean':
      return { ...at, type: at.text === 'True' ? 'true' : 'false' };
    case 'VariableName':
      return { ...at, type: 'name', name: at.text };
    case 'MemberExpression': {
      const [of, mark, key] = children;
      if (of === undefined || mark === undefined || key === undefined) return other();
      if (mark.name === '.') return { ...at, type: 'member', of: inner(of), name: textOf(source, key) };
      return children.length === 4 ? { ...at, type: 'item', of: inner(of), key: inner(key) } : other();
    }
    case 'CallExpression': {
      const [callee, list] = children;
      if (callee === undefined || list?.name !== 'ArgList') return other();
      return { ...at, type: 'call', callee: inner(callee), ...argumentsOf(source, list, inner) };
    }
    case 'ParenthesizedExpression': {
      const [, only] = children;
      return only === undefined ? other() : { ...inner(only), line: at.line };
    }
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return {
        ...at,
        type: 'list',
        items: children.filter(({ name }) => !punctuation.has(name)).map(inner),
      };
    case 'BinaryExpression': {
      const [left, operator, right] = children;
      if (left === undefined || operator?.name !== 'ArithOp' || right === undefined) return other();
      return {
        ...at,
        type: 'binary',
        operator: textOf(source, operator),
        left: inner(left),
        right: inner(right),
      };
    }
    default:
      return other();
  }
}

function argumentsOf(
  source: Source,
  list: SyntaxNode,
  inner: (node: SyntaxNode) => Expression,
): Pick<Extract<Expression, { type: 'call' }>, 'arguments' | 'named' | 'spread'> {
  const positional: Expression[] = [];
  const named = new Map<string, Expression>();
  let spread: 'none' | 'some' = 'none';
  const children = childrenOf(list);
  for (let at = 0; at < children.length; at += 1) {
    const child = children[at];
    if (child === undefined) break;
    const value = children[at + 2];
    if (children[at + 1]?.name === 'AssignOp' && value !== undefined) {
      named.set(textOf(source, child), inner(value));
      at += 2;
    } else if (child.name === '*' || child.name === '**') {
      spread = 'some';
    } else if (!punctuation.has(child.name)) positional.push(inner(child));
  }
  return { arguments: positional, named, spread };
}

function formatted(
  source: Source,
  node: SyntaxNode,
  inner: (node: SyntaxNode) => Expression,
): { type: 'format'; parts: (string | Expression)[] } | { type: 'other'; parts: Expression[] } {
  const { open, close } = quotesOf(textOf(source, node));
  const parts: (string | Expression)[] = [];
  let from = node.from + open;
  const holes = childrenOf(node).filter(({ name }) => name === 'FormatReplacement');
  for (const hole of [...holes, undefined]) {
    const text = unescaped(source.text.slice(from, hole?.from ?? node.to - close));
    if (text === undefined) return { type: 'other', parts: [] };
    parts.push(text.replaceAll('{{', '{').replaceAll('}}', '}'));
    if (hole === undefined) break;
    const [, value, end] = childrenOf(hole);
    // `{x!r}` and `{x:>4}` print something else than x.
    if (value === undefined || end?.name !== '}') return { type: 'other', parts: [] };
    parts.push(inner(value));
    from = hole.to;
  }
  return { type: 'format', parts };
}

/** `'a' 'b'`: one text. */
function continued(
  parts: readonly Expression[],
):
  | { type: 'string'; value: string }
  | { type: 'format'; parts: (string | Expression)[] }
  | { type: 'other'; parts: Expression[] } {
  const all: (string | Expression)[] = [];
  for (const part of parts) {
    if (part.type === 'string') all.push(part.value);
    else if (part.type === 'format') all.push(...part.parts);
    else return { type: 'other', parts: [] };
  }
  return all.every((part) => typeof part === 'string')
    ? { type: 'string', value: all.join('') }
    : { type: 'format', parts: all };
}
