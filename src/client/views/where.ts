/** How far a change has come, on a terminal. */
import type { Where, WhereService } from '../../environment/where.ts';
import { cleanLine } from './clean.ts';
import { showTime } from './duration.ts';
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
  runs: 'runs',
  included: 'is included',
  was: 'ran there',
  missing: 'not there',
  unknown: 'unknown',
};

export function whereLines({ what, kind, environments }: Where, now: number, paint: Paint): string[] {
  const lines = environments.flatMap(({ title, services }) => [
    paint.bold(cleanLine(title)),
    ...(services.length === 0
      ? [paint.dim('  nothing is recorded there')]
      : table(services.map((service) => cells(service, now, paint))).map((line) => `  ${line}`)),
  ]);
  return [`The ${kind} ${cleanLine(what)}:`, ...lines];
}

/** The sentence stands for itself in JSON; here the word before it says the same. */
const repeated = /^(runs|ran) (?=since |from )/;
const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g;

/** Times as this machine's clocks have them. */
const timesIn = (text: string, now: number): string => text.replace(instant, (iso) => showTime(iso, now));

function cells({ name, version, state, says }: WhereService, now: number, paint: Paint): string[] {
  const [sign, tone] = marks[state];
  return [
    `${paint[tone](sign)} ${cleanLine(name)}`,
    cleanLine(version ?? '–'),
    paint[tone](words[state]),
    paint.dim(cleanLine(timesIn(says.replace(repeated, ''), now))),
  ];
}
