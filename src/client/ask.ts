/** Questions to the person at the terminal. Ctrl-C in a question is an answer of its own. */
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { cleanLine } from './views/clean.ts';

/** Ctrl-C or Escape in a question. */
export class Cancelled extends CliError {
  constructor() {
    super('interrupted', 'Nothing was sent.');
  }
}

/** Loaded with the first question: most command lines ask none. */
const prompts = () => import('@clack/prompts');

const on = ({ stdin, stdout }: Terminal) => ({ input: stdin, output: stdout, withGuide: false });

export async function askYesNo(terminal: Terminal, message: string, initialValue = false): Promise<boolean> {
  const { confirm, isCancel } = await prompts();
  const answer = await confirm({ message: cleanLine(message), initialValue, ...on(terminal) });
  if (isCancel(answer)) throw new Cancelled();
  return answer;
}

/** `complaint` says what is wrong with a text, or undefined. */
export async function askText(
  terminal: Terminal,
  message: string,
  complaint: (text: string) => string | undefined = () => undefined,
): Promise<string> {
  const { text, isCancel } = await prompts();
  const answer = await text({
    message: cleanLine(message),
    validate: (value) => complaint(value ?? ''),
    ...on(terminal),
  });
  if (isCancel(answer)) throw new Cancelled();
  return answer;
}

export async function askChoice<Value extends string>(
  terminal: Terminal,
  message: string,
  choices: readonly { readonly value: Value; readonly label: string }[],
): Promise<Value> {
  const { select, isCancel } = await prompts();
  const options = choices.map(({ value, label }) => ({ value, label: cleanLine(label) }));
  const answer = await select<string>({ message: cleanLine(message), options, ...on(terminal) });
  if (isCancel(answer)) throw new Cancelled();
  const chosen = choices.find(({ value }) => value === answer);
  if (chosen === undefined) throw new Cancelled();
  return chosen.value;
}
