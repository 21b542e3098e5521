/** One picture of a release that fits the terminal: if it is too tall, what is active stays in sight. Pure. */
import type { ReleaseView } from '../../workflows/view.ts';
import { headingLines } from '../views/heading.ts';
import type { Paint } from '../views/paint.ts';
import { treeLines } from '../views/tree.ts';
import type { TreeLine } from '../views/tree.ts';
import { waitingLines } from '../views/waiting.ts';
import { truncate, wrapIndented } from '../views/width.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface FrameInput {
  readonly view: ReleaseView;
  readonly now: number;
  readonly size: Size;
  readonly paint: Paint;
  /** The keys that do something just now. */
  readonly keys: string;
  /** What the last answer said, or who is away. */
  readonly says: string | undefined;
  /** Login of whoever sits at the keys. */
  readonly as: string;
}

export function frame({ view, now, size, paint, keys, says, as }: FrameInput): string[] {
  const head = [...headingLines(view, now, paint), ''];
  const foot = [
    ...(says === undefined ? [] : ['', paint.yellow(says)]),
    ...(keys === '' ? [] : ['', paint.dim(keys)]),
  ];
  const questions = waitingLines(view, now, paint, { by: 'keys', as });
  const asked = ['', ...questions.flatMap((line) => wrapIndented(line, size.columns - 1))];
  const room = Math.max(3, size.rows - 1 - head.length - foot.length);
  // The tree keeps at least a third of the room, however long the questions are.
  const shownAsked = view.waiting.length === 0 ? [] : shorten(asked, Math.floor((room * 2) / 3), paint);
  const lines = treeLines(view, now, paint, 'without-ids').flatMap((line) => broken(line, size.columns - 1));
  const tree = crop(lines, room - shownAsked.length, paint);
  return [...head, ...tree, ...shownAsked, ...foot].map((line) => truncate(line, size.columns - 1));
}

const broken = (line: TreeLine, width: number): readonly TreeLine[] =>
  line.breaks === true ? wrapIndented(line.text, width).map((text) => ({ ...line, text })) : [line];

/** The beginning says what is asked, the last line what to press: if need be, the middle goes. */
function shorten(lines: readonly string[], room: number, paint: Paint): readonly string[] {
  if (lines.length <= room) return lines;
  const [last = ''] = lines.slice(-1);
  return [...lines.slice(0, Math.max(0, room - 2)), paint.dim('  …'), last];
}

function crop(lines: readonly TreeLine[], room: number, paint: Paint): string[] {
  if (lines.length <= room) return lines.map(({ text }) => text);
  const focus = lines.findIndex(({ active }) => active);
  const inner = Math.max(1, room - 2);
  const from = Math.max(0, Math.min((focus < 0 ? 0 : focus) - Math.floor(inner / 3), lines.length - inner));
  const shown = lines.slice(from, from + inner).map(({ text }) => text);
  const above = from;
  const below = lines.length - from - shown.length;
  return [
    above > 0 ? paint.dim(`  ↑ ${above} more`) : (lines[0]?.text ?? ''),
    ...(above > 0 ? shown : shown.slice(1)),
    ...(below > 0 ? [paint.dim(`  ↓ ${below} more`)] : []),
  ];
}
