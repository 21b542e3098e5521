/** A release's nodes as a tree: what is done, what runs and for how long, what waits and for whom. */
import type { NodeView, ReleaseView, WaitingView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import type { Paint } from './paint.ts';
import { progressBar } from './progress-bar.ts';
import { markOf } from './state-mark.ts';
import { whom } from './waiting.ts';

/** A line, and whether something goes on in it: a small window keeps such lines in sight. */
export interface TreeLine {
  readonly text: string;
  readonly active: boolean;
}

export function treeLines({ nodes, waiting }: ReleaseView, now: number, paint: Paint): TreeLine[] {
  const [root] = nodes;
  // The outermost sequence says nothing that the heading doesn't.
  const shown = root?.type === 'sequence' ? nodes.slice(1) : nodes;
  const top = Math.min(...shown.map(({ depth }) => depth));
  return shown.flatMap((node) => {
    const asked = waiting.find((wait) => wait.node === node.id);
    const indent = '  '.repeat(node.depth - top + 1);
    return linesOf(node, asked, now, paint).map(({ text, active }) => ({ text: indent + text, active }));
  });
}

function linesOf(node: NodeView, asked: WaitingView | undefined, now: number, paint: Paint): TreeLine[] {
  const active = activeStates.has(node.state);
  const name =
    node.state === 'pending' || node.state === 'cancelled'
      ? paint.dim(cleanLine(node.title))
      : cleanLine(node.title);
  const remarks = [
    times(node, now),
    round(node),
    ...(asked === undefined ? [] : [waitsFor(asked, now)]),
  ].filter(Boolean);
  const head = [markOf(node.state, paint), name, paint.dim(`(${node.id})`), paint.dim(remarks.join(', '))];
  return [
    { text: head.join(' ').trimEnd(), active },
    ...below(node, now, paint).map((text) => ({ text: `  ${text}`, active })),
  ];
}

const activeStates: ReadonlySet<string> = new Set(['running', 'waiting', 'parked', 'undoing', 'undo-parked']);

/** How long it has run, or took; nothing for what took no time worth telling. */
function times({ startedAt, endedAt, state }: NodeView, now: number): string {
  if (startedAt === undefined || state === 'cancelled' || state === 'skipped') return '';
  if (endedAt !== undefined && Date.parse(endedAt) - Date.parse(startedAt) < 1000) return '';
  return showSpan(startedAt, now, endedAt);
}

const round = ({ round }: NodeView): string => (round > 1 ? `round ${round}` : '');

function waitsFor(asked: WaitingView, now: number): string {
  const since = showSpan(asked.since, now);
  return asked.for === 'decision'
    ? `waits for ${whom(asked)} since ${since}`
    : `needs a person since ${since}`;
}

function below(node: NodeView, now: number, paint: Paint): string[] {
  const lines: string[] = [];
  if (node.until !== undefined && node.startedAt !== undefined && node.state === 'running') {
    lines.push(paint.cyan(progressBar({ from: node.startedAt, until: node.until }, now)));
  }
  if (node.note !== undefined) lines.push(paint.dim(cleanLine(node.note)));
  if (node.error !== undefined && node.state !== 'done') {
    lines.push(paint.red(cleanLine(node.error.message)));
    lines.push(`${paint.dim('Remedy:')} ${cleanLine(node.error.remedy)}`);
    if (node.error.link !== undefined) lines.push(paint.dim(cleanLine(node.error.link)));
  }
  return lines;
}
