/** The table that a series ends with: a row for each place and stroke, then what went wrong and how to see it again. */
import type { Ran } from './run-point.ts';
import { quantile, recoveries, summaryOf } from './summary.ts';

const columns = [
  'where',
  'what',
  'points',
  'runs',
  'lost',
  'twice',
  'stuck',
  'parked',
  'missed',
  'kill→moves',
  'p95',
  'back→moves',
  'p95',
];
const widths = [10, 12, 7, 6, 6, 6, 6, 7, 7, 11, 8, 11, 8];

export function tableOf(all: readonly Ran[]): string[] {
  const groups = new Map<string, Ran[]>();
  for (const ran of all) {
    const name = `${ran.standing} ${kindOf(ran)}`;
    groups.set(name, [...(groups.get(name) ?? []), ran]);
  }
  const rows = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, group]) => row(name.split(' '), group));
  return [line(columns), ...rows, row(['all', ''], all)];
}

/** `kill-worker`, `cut`, `storm`. */
const kindOf = ({ point, stroke }: Ran): string =>
  stroke === 'kill' ? (point.split(':').at(-1) ?? stroke) : stroke;

function row(names: readonly string[], all: readonly Ran[]): string {
  const { points, runs, lost, duplicated, stuck } = summaryOf(all);
  const parked = all.filter((ran) => ran.parked.length > 0).length;
  const missed = all.filter(({ finding }) => finding === 'missed' || finding === 'skipped').length;
  const times = (['killToProgressMs', 'backToProgressMs'] as const).flatMap((what) => {
    const measured = recoveries(all, what);
    return [quantile(measured, 0.5), quantile(measured, 0.95)].map(seconds);
  });
  return line([...names, ...[points, runs, lost, duplicated, stuck, parked, missed].map(String), ...times]);
}

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`);
const line = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('');

/** What went wrong, each with the command that does it again. */
export const failuresOf = (all: readonly Ran[], seed: number): string[] =>
  all
    .filter(({ finding }) => !['ok', 'missed', 'skipped'].includes(finding))
    .flatMap(({ point, finding, problems }) => [
      `${finding}: ${point}`,
      ...problems.map((problem) => `    ${problem}`),
      `    again: npm run chaos -- --voyages '^${legOf(point)}$' --points '^${point.replace(/[.+]/g, '\\$&')}$' --seed ${seed}`,
    ]);

const legOf = (point: string): string => point.split('/').slice(0, 2).join('/');

/** One run, on one line. */
export const progressOf = ({ point, finding, problems, recovery, parked, ms }: Ran, count: string): string =>
  [
    count,
    finding,
    point,
    `${(ms / 1000).toFixed(1)} s`,
    ...(recovery === undefined
      ? []
      : [
          `moved ${recovery.killToProgressMs} ms after the kill, ${recovery.backToProgressMs} ms after it was back`,
        ]),
    ...(parked.length === 0 ? [] : [`parked: ${parked.join(', ')}`]),
    ...(problems.length === 0 ? [] : [problems.slice(0, 3).join('; ')]),
  ].join('  ');
