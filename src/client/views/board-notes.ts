/** Below the board: what is on its way, who recorded what, what is frozen or held, and where the live systems say otherwise. */
import type { Board, BoardEnvironment, BoardRelease, BoardService } from '../../environment/board.ts';
import { withoutPrefix } from '../find-release.ts';
import { cleanLine } from './clean.ts';
import { showSpan, showTime } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';
import { wrapIndented } from './width.ts';

type Row = readonly string[];

export function boardNotes(board: Board, now: number, columns: number, paint: Paint): string[] {
  const { environments } = board;
  const each = (rows: (environment: BoardEnvironment) => readonly Row[]) =>
    environments.flatMap((one) => rows(one).map((row) => [cleanLine(one.name), ...row]));
  const sections: readonly (readonly [string, keyof Paint, readonly Row[]])[] = [
    ['Can’t be read', 'red', each(({ problem }) => (problem === null ? [] : [[cleanLine(problem)]]))],
    ['Differs from the record', 'red', each(({ services }) => ofState(services, 'drifted'))],
    ['Is being changed', 'cyan', each(({ services }) => ofState(services, 'changing'))],
    ['On its way', 'cyan', each((one) => goingRows(one, now))],
    ['Frozen', 'yellow', each((one) => frozenRows(one, now))],
    ['Held versions', 'yellow', heldRows(environments, now)],
    ['Unknown, because', 'dim', each(({ services }) => ofState(services, 'unknown'))],
    ['Recorded by', 'dim', each(({ services }) => recordedRows(services, now))],
  ];
  return sections.flatMap(([title, tone, rows]) =>
    rows.length === 0
      ? []
      : [
          '',
          paint[tone](title),
          ...table(rows.map((row) => [...row])).flatMap((line) => wrapIndented(`  ${line}`, columns)),
        ],
  );
}

const ofState = (services: readonly BoardService[], state: BoardService['drift']['state']): Row[] => {
  const found = services.filter(({ drift }) => drift.state === state);
  const says = [...new Set(found.map(({ drift }) => drift.says))];
  return says.map((one) => [
    found
      .filter(({ drift }) => drift.says === one)
      .map(({ name }) => cleanLine(name))
      .join(', '),
    cleanLine(one),
  ]);
};

function goingRows({ holder, queue, closed }: BoardEnvironment, now: number): Row[] {
  const rows = [
    ...(holder === null ? [] : [[releaseName(holder), `has it since ${told(holder, now)}`]]),
    ...queue.map((one, index) => [
      releaseName(one),
      `${index === 0 ? 'is next' : `number ${index + 1}`}, waits since ${told(one, now)}`,
    ]),
  ];
  const stopped =
    closed === null || queue.length === 0 || holder !== null
      ? []
      : [['', `closed: ${closedWords(closed, now)}`]];
  return [...rows, ...stopped];
}

const releaseName = ({ release }: BoardRelease): string => cleanLine(withoutPrefix(release));

const told = ({ since, by, urgent }: BoardRelease, now: number): string =>
  `${showSpan(since, now)}, by ${cleanLine(by)}${urgent === null ? '' : `; urgent: ${cleanLine(urgent)}`}`;

export const closedWords = (
  { why, opensAt }: { readonly why: string; readonly opensAt: string | null },
  now: number,
): string =>
  `${cleanLine(why)}, ${opensAt === null ? 'until somebody lifts it' : `opens ${showTime(opensAt, now)}`}`;

function frozenRows({ freezes, closed, queue }: BoardEnvironment, now: number): Row[] {
  const byHand = freezes.map(({ id, until, services, by, reason, everywhere }) => [
    until === null ? 'until it is lifted' : `until ${showTime(until, now)}`,
    `${services === null ? '' : `${services.map(cleanLine).join(', ')}: `}${cleanLine(reason)} (${cleanLine(by)}${everywhere ? ', everywhere' : ''}, ${cleanLine(id)})`,
  ]);
  const byCalendar = closed !== null && byHand.length === 0 && queue.length === 0;
  return byCalendar
    ? [[closed.opensAt === null ? '' : `until ${showTime(closed.opensAt, now)}`, cleanLine(closed.why)]]
    : byHand;
}

/** A hold that is everywhere's is every environment's: it is said once. */
function heldRows(environments: readonly BoardEnvironment[], now: number): Row[] {
  const rows = environments.flatMap(({ name, holds }) =>
    holds.map(({ version, runbook, by, at, reason, everywhere }) => [
      everywhere ? 'everywhere' : cleanLine(name),
      `${cleanLine(runbook ?? 'any')} ${version === null ? '(all versions)' : cleanLine(version)}`,
      `${cleanLine(reason)} (${cleanLine(by)}, ${showSpan(at, now)} ago)`,
    ]),
  );
  return [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
}

function recordedRows(services: readonly BoardService[], now: number): Row[] {
  const releases = [...new Set(services.map(({ release }) => release))];
  return releases.map((release) => {
    const own = services.filter((one) => one.release === release);
    const [first] = own;
    return [
      cleanLine(withoutPrefix(release)),
      `${own.map(({ name }) => cleanLine(name)).join(', ')}${first === undefined ? '' : `: ${cleanLine(first.why)} (${cleanLine(first.by)}, ${showTime(first.since, now)})`}`,
    ];
  });
}
