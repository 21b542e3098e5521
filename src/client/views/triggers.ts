/** The triggers, on a terminal: a row each, and below it what is wrong or was not started. */
import type { TriggerView } from '../triggers/read.ts';
import { withoutPrefix } from '../find-release.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

export function triggerLines(views: readonly TriggerView[], now: number, paint: Paint): string[] {
  if (views.length === 0) return ['There are no triggers: neither in the configuration nor in Temporal.'];
  const heading = ['TRIGGER', 'LOOKS AT', 'WHEN', 'LOOKED', 'NEXT', 'LAST RELEASE'].map((title) =>
    paint.bold(title),
  );
  const rows = table([heading, ...views.map((view) => cells(view, now))]);
  return [rows[0] ?? '', ...views.flatMap((view, at) => [rows[at + 1] ?? '', ...below(view, paint)])];
}

const cells = ({ name, source, times, lookedAt, paused, next, last }: TriggerView, now: number): string[] => [
  cleanLine(name),
  cleanLine(source ?? '-'),
  cleanLine(times ?? '-'),
  lookedAt === null ? 'not yet' : `${showSpan(lookedAt, now)} ago`,
  paused ? 'paused' : next === null ? '-' : next.slice(0, 16).replace('T', ' ') + 'Z',
  last == null
    ? '-'
    : `${cleanLine(withoutPrefix(last.release))} (${cleanLine(last.because)}${last.how === 'existed' ? '; it was there already' : ''})`,
];

function below({ step, paused, note, waitsFor, lacks, problem, notes }: TriggerView, paint: Paint): string[] {
  const out = step === null || step === 'same' ? [] : [paint.yellow(`  ${steps[step]}`)];
  const newest = notes.at(-1);
  return [
    ...out,
    ...(paused ? [paint.yellow(`  paused: ${cleanLine(note ?? 'nobody said why')}`)] : []),
    ...(problem === null
      ? []
      : [
          paint.red(`  ✖ ${cleanLine(problem.says)} (since ${problem.since.slice(0, 16)}Z)`),
          `    ${cleanLine(problem.remedy)}`,
        ]),
    ...(waitsFor === null ? [] : [`  waits for ${cleanLine(withoutPrefix(waitsFor))} to end`]),
    ...(lacks === null ? [] : [`  not yet: ${cleanLine(lacks)}`]),
    ...(newest === undefined ? [] : [`  ${newest.at.slice(0, 16)}Z ${cleanLine(newest.says)}`]),
  ];
}

const steps: Readonly<Record<'differs' | 'missing' | 'left', string>> = {
  differs: 'Temporal keeps it with other times than the configuration: run slipway triggers apply',
  missing: 'Temporal does not keep it yet: run slipway triggers apply',
  left: 'the configuration has it no more: slipway triggers apply takes it away',
};
