/** The parser's tree with what is asked of it often: children, their texts and lines. */
import type { SyntaxNode } from '@lezer/common';

/** Deeper than people write: a tree that is built to overflow the stack is refused instead. */
export const deepest = 120;

export class TooDeep extends Error {}

export interface Source {
  readonly text: string;
  /** Where each line begins. */
  readonly starts: readonly number[];
}

export function sourceOf(text: string): Source {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

export function lineAt({ starts }: Source, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') children.push(child);
  return children;
}

export const textOf = (source: Source, node: SyntaxNode): string => source.text.slice(node.from, node.to);

/** On one line, and short enough to be shown. */
export function squeeze(text: string): string {
  const line = text
    // eslint-disable-next-line no-control-regex -- what is shown on terminals must not steer them
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/ ([)\]}])/g, '$1')
    .trim();
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
