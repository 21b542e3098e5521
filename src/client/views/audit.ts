/** Who did what when, oldest first. */
import type { AuditEntry } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { showTime } from './duration.ts';
import { table } from './table.ts';

export const auditLines = (audit: readonly AuditEntry[], now: number): string[] =>
  table(
    audit.map(({ at, by, what, says }) => [
      showTime(at, now),
      cleanLine(by),
      cleanLine(what),
      cleanLine(says),
    ]),
  );
