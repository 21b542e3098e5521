/** What a release waits for: who may answer, what is asked, the evidence, and the exact commands. */
import { eligible } from '../../runbook/audience.ts';
import type { Question } from '../../runbook/plan.ts';
import type { ReleaseView, WaitingView } from '../../workflows/view.ts';
import { cleanLine, cleanText } from './clean.ts';
import { showDuration, showSpan } from './duration.ts';
import type { Paint } from './paint.ts';

/** What tells how to answer: the commands, or the keys for whoever sits at them. */
export type Answering = { readonly by: 'commands' } | { readonly by: 'keys'; readonly as: string };

type Asked = Pick<ReleaseView, 'waiting' | 'startedBy'>;

/** For whom it waits: `2 of alice, bob` with a quorum, the names without. */
export function whom({ ask, approvals = [] }: WaitingView, startedBy: string): string {
  if (ask === undefined) return 'a person';
  const given = new Set(approvals.map(({ by }) => by));
  const people = eligible(ask, startedBy)
    .filter((person) => !given.has(person))
    .map(cleanLine);
  const names = people.length === 0 ? ask.approvers.roles.map(cleanLine).join(', ') : people.join(', ');
  const missing = ask.quorum - given.size;
  return missing > 1 ? `${missing} of ${names}` : names;
}

export function waitingLines(
  { waiting, startedBy }: Asked,
  now: number,
  paint: Paint,
  answering: Answering = { by: 'commands' },
): string[] {
  return waiting
    .flatMap((wait) => [
      heading(wait, paint, answering),
      ...body(wait, startedBy, now, paint).map((line) => `  ${line}`),
      ...howToAnswer(wait, startedBy, paint, answering).map((line) => `  ${line}`),
      '',
    ])
    .slice(0, -1);
}

function heading(wait: WaitingView, paint: Paint, { by }: Answering): string {
  const id = by === 'commands' ? ` ${paint.dim(`(${wait.node})`)}` : '';
  const line = `${headings[wait.for]} ${paint.bold(cleanLine(wait.title))}${id}`;
  return wait.for === 'decision' || wait.for === 'confirm' ? paint.yellow(line) : paint.red(line);
}

const headings: Record<WaitingView['for'], string> = {
  confirm: 'To be confirmed:',
  decision: 'Waits for an answer:',
  repair: 'Parked:',
  'undo-repair': 'Its undo is parked:',
};

function body(wait: WaitingView, startedBy: string, now: number, paint: Paint): string[] {
  const { ask, approvals = [], error, deadlineAt } = wait;
  const lines: string[] = [];
  if (error !== undefined)
    lines.push(...cleanText(error.message).split('\n'), `Remedy: ${cleanLine(error.remedy)}`);
  if (error?.link !== undefined) lines.push(paint.dim(cleanLine(error.link)));
  if (ask !== undefined) {
    lines.push(
      ...cleanText(ask.instructions)
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    lines.push(
      ...ask.evidence.map(({ title, value }) => `• ${cleanLine(title)}: ${cleanLine(showValue(value))}`),
    );
    const starter = ask.notStarter ? `; not ${cleanLine(startedBy)}, who started it` : '';
    lines.push(`Asked since ${showSpan(wait.since, now)}: ${whom(wait, startedBy)}${starter}`);
  }
  lines.push(
    ...approvals.map(
      ({ by, reason }) =>
        `Approved by ${cleanLine(by)}${reason === undefined ? '' : `: ${cleanLine(reason)}`}`,
    ),
  );
  if (deadlineAt !== undefined && ask?.deadline !== undefined) {
    const left = Date.parse(deadlineAt) - now;
    const then = { approve: 'it counts as approved', reject: 'it counts as rejected', park: 'it parks' }[
      ask.deadline.then
    ];
    lines.push(left > 0 ? `In ${showDuration(left)} ${then}.` : `Its deadline has passed: ${then}.`);
  }
  return lines;
}

function howToAnswer(wait: WaitingView, startedBy: string, paint: Paint, answering: Answering): string[] {
  const questions = wait.ask?.questions ?? [];
  switch (answering.by) {
    case 'commands':
      return [
        ...questions.map((question) => `${cleanLine(question.title)} ${paint.dim(hint(question))}`),
        ...wait.commands.map((command) => paint.cyan(cleanLine(command))),
      ];
    case 'keys':
      return [paint.bold(keysFor(wait, startedBy, answering.as))];
  }
}

function keysFor({ for: what, ask, approvals = [] }: WaitingView, startedBy: string, as: string): string {
  switch (what) {
    case 'confirm':
      return 'Press a to read the plan and say yes to it.';
    case 'repair':
    case 'undo-repair':
      return 'When it is mended, press y to try again; s goes on without it.';
    case 'decision':
      if (approvals.some(({ by }) => by === as)) return 'You have approved; somebody else has to as well.';
      return ask === undefined || eligible(ask, startedBy).includes(as)
        ? 'Press a to approve or r to reject.'
        : `You are ${cleanLine(as)}, and may not answer this; --as says who else you are.`;
  }
}

function hint(question: Question): string {
  const must = question.required ? '' : ', may be left out';
  switch (question.type) {
    case 'choice':
      return `[--answer ${question.id}=${question.choices.map(cleanLine).join('|')}${must}]`;
    case 'boolean':
      return `[--answer ${question.id}=yes|no${must}]`;
    case 'number':
      return `[--answer ${question.id}=<number>${must}]`;
    case 'text':
      return `[--answer ${question.id}=<text>${must}]`;
  }
}

/** Text as it is; anything else as JSON. */
export const showValue = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
