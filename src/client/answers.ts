/** Answers to a gate's questions: from `--answer id=value`, and for what is missing, from the person at the terminal. */
import type { Question } from '../runbook/plan.ts';
import { askChoice, askText, askYesNo } from './ask.ts';
import { usage } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

export type Answers = Record<string, string | number | boolean>;

/** `id=value` pairs as commander collects them. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

export function parsePairs(pairs: readonly string[], flag: string): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw usage(`${flag} takes name=value, not ‘${pair}’.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** All that is wrong comes at once. */
export function parseAnswers(questions: readonly Question[], pairs: readonly string[]): Answers {
  const given = parsePairs(pairs, '--answer');
  const unknown = [...given.keys()].filter((id) => questions.every((question) => question.id !== id));
  const problems = unknown.map(
    (id) => `there is no question ‘${id}’ (there are: ${questions.map((q) => q.id).join(', ') || 'none'})`,
  );
  const answers: Answers = {};
  for (const question of questions) {
    const text = given.get(question.id);
    if (text === undefined) continue;
    const value = parseAnswer(question, text);
    if (value === undefined) problems.push(`‘${question.id}’ takes ${wanted(question)}, not ‘${text}’`);
    else answers[question.id] = value;
  }
  if (problems.length > 0) throw usage(`The answers can’t be given: ${problems.join('; ')}.`);
  return answers;
}

export function parseAnswer(question: Question, text: string): string | number | boolean | undefined {
  switch (question.type) {
    case 'text':
      return text;
    case 'choice':
      return question.choices.includes(text) ? text : undefined;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return booleans.get(text.toLowerCase());
  }
}

const booleans = new Map([
  ['yes', true],
  ['true', true],
  ['y', true],
  ['no', false],
  ['false', false],
  ['n', false],
]);

function wanted(question: Question): string {
  switch (question.type) {
    case 'text':
      return 'a text';
    case 'choice':
      return `one of ${question.choices.join(', ')}`;
    case 'number':
      return 'a number';
    case 'boolean':
      return 'yes or no';
  }
}

/** Asks for what `given` lacks. */
export async function completeAnswers(
  terminal: Terminal,
  questions: readonly Question[],
  given: Answers,
): Promise<Answers> {
  const answers = { ...given };
  for (const question of questions) {
    if (answers[question.id] !== undefined) continue;
    const answer = await askQuestion(terminal, question);
    if (answer !== undefined) answers[question.id] = answer;
  }
  return answers;
}

async function askQuestion(terminal: Terminal, question: Question): Promise<Answers[string] | undefined> {
  const { title, required } = question;
  switch (question.type) {
    case 'boolean':
      return askYesNo(terminal, title);
    case 'choice':
      return askChoice(
        terminal,
        title,
        question.choices.map((choice) => ({ value: choice, label: choice })),
      );
    case 'text':
    case 'number': {
      const text = await askText(terminal, required ? title : `${title} (may be left out)`, (typed) => {
        if (typed === '') return required ? 'An answer is needed.' : undefined;
        return parseAnswer(question, typed) === undefined ? `It takes ${wanted(question)}.` : undefined;
      });
      return text === '' ? undefined : parseAnswer(question, text);
    }
  }
}
