/** An environment's ledger on a terminal, newest first. */
import type { LedgerEntry } from '../../environment/view.ts';
import { withoutPrefix } from '../find-release.ts';
import { cleanLine } from './clean.ts';
import { showTime } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

export function historyLines(entries: readonly LedgerEntry[], now: number, paint: Paint): string[] {
  if (entries.length === 0) return [];
  const heading = ['WHEN', 'SERVICE', 'VERSION', 'IN PLACE OF', 'BY', 'RELEASE', 'WHY'].map((title) =>
    paint.bold(title),
  );
  return table([heading, ...entries.map((entry) => cells(entry, now))]);
}

const cells = (
  { at, service, version, digest, replacedVersion, by, release, why }: LedgerEntry,
  now: number,
): string[] => [
  showTime(at, now),
  cleanLine(service),
  `${cleanLine(version)}${digest === undefined ? '' : ` (${cleanLine(digest.replace(/^sha256:/, '').slice(0, 12))})`}`,
  cleanLine(replacedVersion ?? '–'),
  cleanLine(by),
  cleanLine(withoutPrefix(release)),
  cleanLine(why),
];
