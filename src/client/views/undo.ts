/** What a rollback would do now, newest first. */
import type { UndoView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import type { Paint } from './paint.ts';

export function undoLines(undo: readonly UndoView[], paint: Paint): string[] {
  if (undo.length === 0) return [paint.dim('Nothing: no effect is there to be undone.')];
  return undo.map(({ node, title, irreversible }) =>
    irreversible === undefined
      ? `↩ undo ‘${cleanLine(title)}’ ${paint.dim(`(${node})`)}`
      : paint.yellow(`✖ stays: ‘${cleanLine(title)}’ (${node}): ${cleanLine(irreversible)}`),
  );
}
