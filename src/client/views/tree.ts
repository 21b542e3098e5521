/** A release's nodes as a tree: what is done, what runs and for how long, what waits and for whom. */
import type { NodeView, ReleaseView, WaitingView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import { evidenceLines } from './evidence.ts';
import type { Paint } from './paint.ts';
import { progressBar } from './progress-bar.ts';
import type { Span } from './progress-bar.ts';
import { markOf } from './state-mark.ts';
import { whom } from './waiting.ts';

/** A line, and whether something goes on in it: a small window keeps such lines in sight. */
export interface TreeLine {
  readonly text: string;
  readonly active: boolean;
  /** Too long a one is broken at spaces, not cut. */
  readonly breaks?: true;
}

/** Ids are what commands take; whoever answers by keys needs none. */
export type Ids = 'with-ids' | 'without-ids';

export function treeLines(
  { nodes, waiting, startedBy }: ReleaseView,
  now: number,
  paint: Paint,
  ids: Ids = 'with-ids',
): TreeLine[] {
  const [root] = nodes;
  // The outermost sequence says nothing that the heading doesn't.
  const shown = root?.type === 'sequence' ? nodes.slice(1) : nodes;
  const top = Math.min(...shown.map(({ depth }) => depth));
  return shown.flatMap((node) => {
    const asked = waiting.find((wait) => wait.node === node.id);
    const indent = '  '.repeat(node.depth - top + 1);
    const waits = asked === undefined ? '' : waitsFor(asked, startedBy, now);
    return linesOf(node, waits, now, paint, ids).map((line) => ({ ...line, text: indent + line.text }));
  });
}

function linesOf(node: NodeView, waits: string, now: number, paint: Paint, ids: Ids): TreeLine[] {
  const active = activeStates.has(node.state);
  const name =
    node.state === 'pending' || node.state === 'cancelled'
      ? paint.dim(cleanLine(node.title))
      : cleanLine(node.title);
  const remarks = [times(node, now), round(node), waits].filter(Boolean).join(', ');
  const head = [
    markOf(node.state, paint),
    name,
    ...(ids === 'with-ids' ? [paint.dim(`(${node.id})`)] : []),
    ...(remarks === '' ? [] : [paint.dim(remarks)]),
  ];
  return [
    { text: head.join(' '), active },
    ...below(node, now, paint).map((text) => ({ text: `  ${text}`, active })),
    ...evidenceLines(node, paint).map((text) => ({ text: `  ${text}`, active, breaks: true as const })),
  ];
}

const activeStates: ReadonlySet<string> = new Set(['running', 'waiting', 'parked', 'undoing', 'undo-parked']);

/** How long it has run, or took; nothing for what took no time worth telling, or ended only when it was undone. */
function times({ startedAt, endedAt, state }: NodeView, now: number): string {
  if (startedAt === undefined || timeless.has(state)) return '';
  if (endedAt !== undefined && Date.parse(endedAt) - Date.parse(startedAt) < 1000) return '';
  return showSpan(startedAt, now, endedAt);
}

const timeless: ReadonlySet<string> = new Set(['cancelled', 'skipped', 'undone']);

const round = ({ round }: NodeView): string => (round > 1 ? `round ${round}` : '');

function waitsFor(asked: WaitingView, startedBy: string, now: number): string {
  const since = showSpan(asked.since, now);
  return asked.for === 'decision'
    ? `waits for ${whom(asked, startedBy)} since ${since}`
    : `needs a person since ${since}`;
}

/** A soak ends with its time; a guard watches on for as long as what is below it takes. */
const watchedSoFar = (type: NodeView['type'], span: Span, now: number): string =>
  type === 'guard' && Date.parse(span.until) <= now
    ? `all was well for ${showSpan(span.from, Date.parse(span.until))}; it watches on until what is below is done`
    : progressBar(span, now);

function below(node: NodeView, now: number, paint: Paint): string[] {
  const lines: string[] = [];
  if (node.until !== undefined && node.startedAt !== undefined && node.state === 'running') {
    lines.push(paint.cyan(watchedSoFar(node.type, { from: node.startedAt, until: node.until }, now)));
  }
  if (node.note !== undefined) lines.push(paint.dim(cleanLine(node.note)));
  if (node.error !== undefined && node.state !== 'done') {
    lines.push(paint.red(cleanLine(node.error.message)));
    lines.push(`${paint.dim('Remedy:')} ${cleanLine(node.error.remedy)}`);
    if (node.error.link !== undefined) lines.push(paint.dim(cleanLine(node.error.link)));
  }
  return lines;
}
