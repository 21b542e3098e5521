/** What lies between two environments, on a terminal. */
import type { Diff, DiffCommit, DiffRange } from '../../environment/diff.ts';
import { cleanLine } from './clean.ts';
import { showTime } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';
import { truncate } from './width.ts';

type Side = Diff['services'][number]['from'];

export function diffLines(diff: Diff, now: number, columns: number, paint: Paint): string[] {
  const { services, ranges } = diff;
  const [from, to] = [cleanLine(diff.from), cleanLine(diff.to)];
  if (services.length === 0) return [`Nothing is recorded in ${from} and ${to}.`];
  const heading = ['SERVICE', from.toUpperCase(), to.toUpperCase(), ''].map((title) => paint.bold(title));
  const rows = services.map(({ name, from: left, to: right, state, says }) => [
    cleanLine(name),
    version(left),
    version(right),
    state === 'same' ? paint.dim(cleanLine(says)) : paint.yellow(cleanLine(says)),
  ]);
  return [
    ...table([heading, ...rows]),
    ...ranges.flatMap((range) => rangeLines(range, diff, now, columns, paint)),
  ];
}

const version = (side: Side): string => (side === null ? '–' : cleanLine(side.version));

function rangeLines(
  range: DiffRange,
  { from, to }: Diff,
  now: number,
  columns: number,
  paint: Paint,
): string[] {
  const title = `${cleanLine(range.repository)}  ${range.to.slice(0, 10)}…${range.from.slice(0, 10)}`;
  const head = ['', `${paint.bold(title)}  ${paint.dim(range.services.map(cleanLine).join(', '))}`];
  if (range.problem !== null) return [...head, paint.red(`  ${cleanLine(range.problem)}`)];
  const side = (name: string, commits: readonly DiffCommit[]): string[] =>
    commits.length === 0
      ? []
      : [
          `  ${cleanLine(name)} has ${commits.length} more:`,
          ...table(commits.map((one) => commitCells(one, now, paint))).map((line) =>
            truncate(`    ${line}`, columns),
          ),
        ];
  return [
    ...head,
    ...side(from, range.onlyInFrom),
    ...side(to, range.onlyInTo),
    ...(range.more > 0 ? [paint.dim(`  and ${range.more} more`)] : []),
    ...(range.url === null ? [] : [paint.dim(`  ${cleanLine(range.url)}`)]),
  ];
}

const commitCells = ({ sha, title, author, at, pulls }: DiffCommit, now: number, paint: Paint): string[] => [
  paint.cyan(sha.slice(0, 10)),
  cleanLine(author),
  at === null ? '' : showTime(at, now),
  pulls === null ? '?' : pulls.map(({ number }) => `#${number}`).join(' '),
  cleanLine(title),
];
