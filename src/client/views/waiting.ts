/** What a release waits for: who may answer, what is asked, the evidence, and the exact commands. */
import type { Question } from '../../runbook/plan.ts';
import type { WaitingView } from '../../workflows/view.ts';
import { cleanLine, cleanText } from './clean.ts';
import { showDuration, showSpan } from './duration.ts';
import type { Paint } from './paint.ts';

/** For whom it waits: `2 of alice, bob` with a quorum, the names without. */
export function whom({ ask, approvals = [] }: WaitingView): string {
  if (ask === undefined) return 'a person';
  const given = new Set(approvals.map(({ by }) => by));
  const people = ask.approvers.people.filter((person) => !given.has(person)).map(cleanLine);
  const names = people.length === 0 ? ask.approvers.roles.map(cleanLine).join(', ') : people.join(', ');
  const missing = ask.quorum - given.size;
  return missing > 1 ? `${missing} of ${names}` : names;
}

export function waitingLines(waiting: readonly WaitingView[], now: number, paint: Paint): string[] {
  return waiting.flatMap((wait) => [...block(wait, now, paint), '']).slice(0, -1);
}

function block(wait: WaitingView, now: number, paint: Paint): string[] {
  const heading = `${headings[wait.for]} ${paint.bold(cleanLine(wait.title))} ${paint.dim(`(${wait.node})`)}`;
  return [
    wait.for === 'decision' || wait.for === 'confirm' ? paint.yellow(heading) : paint.red(heading),
    ...body(wait, now, paint).map((line) => `  ${line}`),
  ];
}

const headings: Record<WaitingView['for'], string> = {
  confirm: 'To be confirmed:',
  decision: 'Waits for an answer:',
  repair: 'Parked:',
  'undo-repair': 'Its undo is parked:',
};

function body(wait: WaitingView, now: number, paint: Paint): string[] {
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
    lines.push(
      ...ask.questions.map((question) => `${cleanLine(question.title)} ${paint.dim(hint(question))}`),
    );
    lines.push(
      `Asked since ${showSpan(wait.since, now)}: ${whom(wait)}${ask.notStarter ? '; not who started it' : ''}`,
    );
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
  lines.push(...wait.commands.map((command) => paint.cyan(cleanLine(command))));
  return lines;
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
