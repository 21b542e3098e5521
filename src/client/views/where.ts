/** How far a change has come, on a terminal. */
import type { Where, WhereService } from '../../environment/where.ts';
import { cleanLine } from './clean.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const marks: Record<WhereService['state'], readonly [sign: string, tone: keyof Paint]> = {
  runs: ['✔', 'green'],
  included: ['✔', 'green'],
  was: ['↩', 'magenta'],
  missing: ['–', 'yellow'],
  unknown: ['?', 'dim'],
};

const words: Record<WhereService['state'], string> = {
  runs: 'it runs',
  included: 'it is included',
  was: 'it ran there',
  missing: 'not there',
  unknown: 'unknown, because',
};

export function whereLines({ what, kind, environments }: Where, paint: Paint): string[] {
  const lines = environments.flatMap(({ title, services }) => [
    paint.bold(cleanLine(title)),
    ...(services.length === 0
      ? [paint.dim('  nothing is recorded there')]
      : table(services.map((service) => cells(service, paint))).map((line) => `  ${line}`)),
  ]);
  return [`The ${kind} ${cleanLine(what)}:`, ...lines];
}

function cells({ name, version, state, says }: WhereService, paint: Paint): string[] {
  const [sign, tone] = marks[state];
  return [
    `${paint[tone](sign)} ${cleanLine(name)}`,
    cleanLine(version ?? '–'),
    paint[tone](words[state]),
    paint.dim(cleanLine(says)),
  ];
}
