/** The board on a terminal: services by environments where there is room, a list where there is not; then what concerns people. */
import type { Board, BoardEnvironment, BoardService, Drift } from '../../environment/board.ts';
import { boardNotes } from './board-notes.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';
import { widthOf } from './width.ts';

export function boardLines(board: Board, columns: number, paint: Paint): string[] {
  const now = Date.parse(board.at);
  const matrix = matrixLines(board, now, paint);
  const fits = matrix.every((line) => widthOf(line) <= columns);
  const body = fits ? matrix : listLines(board, now, paint);
  return [...body, ...boardNotes(board, now, columns, paint)];
}

const marks: Record<Drift['state'], readonly [sign: string, tone: keyof Paint]> = {
  none: ['✔', 'green'],
  drifted: ['≠', 'red'],
  changing: ['●', 'cyan'],
  unknown: ['?', 'dim'],
};

export const markOf = ({ state }: Drift, paint: Paint): string => {
  const [sign, tone] = marks[state];
  return paint[tone](sign);
};

/** The version that is on its way to a service, if its release says that it changes it. */
const coming = (
  { holder }: BoardEnvironment,
  service: string,
  runs: string | undefined,
): string | undefined =>
  holder !== null && holder.services.includes(service) && holder.version !== runs
    ? holder.version
    : undefined;

const servicesOf = ({ environments }: Board): string[] =>
  [
    ...new Set(
      environments.flatMap(({ services, holder }) => [
        ...services.map(({ name }) => name),
        ...(holder?.services ?? []),
      ]),
    ),
  ].sort();

function matrixLines(board: Board, now: number, paint: Paint): string[] {
  const { environments } = board;
  const names = servicesOf(board);
  if (names.length === 0)
    return [paint.dim('Nothing is recorded yet: environment.record does it in a runbook.')];
  const heading = ['SERVICE', ...environments.map(({ name }) => cleanLine(name).toUpperCase())];
  const rows = names.map((name) => [
    cleanLine(name),
    ...environments.map((environment) => cell(environment, name, now, paint)),
  ]);
  return table([heading.map((title) => paint.bold(title)), ...rows]);
}

function cell(environment: BoardEnvironment, name: string, now: number, paint: Paint): string {
  if (environment.problem !== null) return paint.red('?');
  const service = environment.services.find((one) => one.name === name);
  const next = coming(environment, name, service?.version);
  const arrow = next === undefined ? '' : paint.cyan(` → ${cleanLine(next)}`);
  if (service === undefined) return `${paint.dim('–')}${arrow}`;
  return `${markOf(service.drift, paint)} ${told(service, now, paint)}${arrow}`;
}

const told = ({ version, since, by }: BoardService, now: number, paint: Paint): string =>
  `${paint.bold(cleanLine(version))} ${paint.dim(`${showSpan(since, now)}, ${cleanLine(by)}`)}`;

function listLines(board: Board, now: number, paint: Paint): string[] {
  return board.environments.flatMap((environment, index) => {
    const names = servicesOf({ ...board, environments: [environment] });
    const rows = names.map((name) => [cleanLine(name), cell(environment, name, now, paint)]);
    return [
      ...(index === 0 ? [] : ['']),
      paint.bold(cleanLine(environment.title)),
      ...(rows.length === 0 ? [paint.dim('  nothing recorded')] : table(rows).map((line) => `  ${line}`)),
    ];
  });
}
