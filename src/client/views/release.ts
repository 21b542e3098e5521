/** A whole release: what `show` prints, and the upper part of what `watch` draws. */
import type { ReleaseView } from '../../workflows/view.ts';
import { auditLines } from './audit.ts';
import { headingLines } from './heading.ts';
import type { Paint } from './paint.ts';
import { treeLines } from './tree.ts';
import { undoLines } from './undo.ts';
import { waitingLines } from './waiting.ts';

export function releaseLines(view: ReleaseView, now: number, paint: Paint): string[] {
  const lines = [
    ...headingLines(view, now, paint),
    '',
    ...treeLines(view, now, paint).map(({ text }) => text),
  ];
  if (view.waiting.length > 0) lines.push('', ...waitingLines(view, now, paint));
  if (view.phase !== 'closed' && view.plan !== undefined) {
    lines.push(
      '',
      paint.bold('A rollback would now'),
      ...undoLines(view.undo, paint).map((line) => `  ${line}`),
    );
  }
  if (view.audit.length > 0) {
    lines.push('', paint.bold('Audit'), ...auditLines(view.audit, now).map((line) => `  ${line}`));
  }
  return lines;
}
