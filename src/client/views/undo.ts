/** What a rollback would do now, newest first. */
import type { UndoView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import type { Paint } from './paint.ts';

export function undoLines(undo: readonly UndoView[], paint: Paint): string[] {
  if (undo.length === 0) return [paint.dim('Nothing: no effect is there to be undone.')];
  return undo.flatMap((one) => lineOf(one, paint));
}

function lineOf({ node, title, does, irreversible, leaves }: UndoView, paint: Paint): string[] {
  if (irreversible !== undefined)
    return [paint.yellow(`✖ stays: ‘${cleanLine(title)}’ (${node}): ${cleanLine(irreversible)}`)];
  const words = does === undefined ? `undo ‘${cleanLine(title)}’` : cleanLine(does);
  return [
    `↩ ${words} ${paint.dim(`(${node})`)}`,
    ...(leaves === undefined ? [] : [paint.yellow(`  ✖ stays: ${cleanLine(leaves)}`)]),
  ];
}
