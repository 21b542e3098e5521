/** The escape hatches that run a command: the command, the command that sees its effect, and the one that undoes it. */
import { z } from 'zod';
import { confirmed, seen, undone, undoSchema } from './declared.ts';
import type { Look } from './declared.ts';
import { fatal, retryLater } from './errors.ts';
import { twice } from './twice.ts';
import { commandSchema, lastWords, shownCommand } from './ssh/names.ts';

/** How a command is run: on a host, or on the worker. `key`: only for one that changes something. */
export type RunCommand = (
  command: readonly string[],
  options: { readonly timeoutMs: number; readonly key?: string },
) => Promise<{ readonly code: number; readonly log: string }>;

export const commandInput = {
  command: commandSchema.describe(
    'The program and its arguments; no shell reads them. No secrets: they stand in the plan',
  ),
  see: commandSchema.describe(
    'The command that sees whether the effect is there: it ends with 0 if so, with 1 if not. Anything else: nobody knows, and nothing is done',
  ),
  undo: undoSchema({ command: commandSchema.describe('The command that undoes it') }).describe(
    'How it is undone',
  ),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(7200)
    .default(60)
    .describe('Seconds that each of the commands may take'),
  retryCodes: z
    .array(z.number().int().min(1).max(254))
    .max(20)
    .default([75])
    .describe(
      'Exit codes of the command, and of its undo, after which it is tried again: 75 is a temporary failure by an old convention',
    ),
};

type CommandInput = z.output<z.ZodObject<typeof commandInput>>;

export async function look({ see, timeoutSeconds }: CommandInput, run: RunCommand): Promise<Look> {
  const { code, log } = await run(see, { timeoutMs: timeoutSeconds * 1000 });
  const says = lastWords(log);
  if (code === 0) return { is: 'there', says };
  if (code === 1) return { is: 'absent', says };
  return { is: 'unknown', says: `${shownCommand(see)} ended with ${code}: ${says || 'it said nothing'}` };
}

export const observe = async (input: CommandInput, run: RunCommand) => seen(await look(input, run));

/** What an attempt has of its context. */
interface Attempt {
  readonly key: string;
  sleep(ms: number): Promise<void>;
}

const sure = (input: CommandInput, run: RunCommand, attempt: Attempt): Promise<Look> =>
  twice(
    attempt,
    () => look(input, run),
    ({ is }) => is !== 'unknown',
  );

export async function act(input: CommandInput, run: RunCommand, attempt: Attempt) {
  await must(input.command, input, run, attempt.key);
  return confirmed(await sure(input, run, attempt), shownCommand(input.command));
}

export const undo = (input: CommandInput, run: RunCommand, attempt: Attempt): Promise<string> =>
  undone(input.undo, attempt.key, {
    look: () => sure(input, run, attempt),
    carryOut: ({ command }, ofUndo) => must(command, input, run, ofUndo),
    shown: ({ command }) => shownCommand(command),
  });

async function must(
  command: readonly string[],
  { timeoutSeconds, retryCodes }: CommandInput,
  run: RunCommand,
  key: string,
): Promise<void> {
  const { code, log } = await run(command, { timeoutMs: timeoutSeconds * 1000, key });
  if (code === 0) return;
  const says = `${shownCommand(command)} ended with ${code}. It said last:\n${lastWords(log) || 'nothing'}`;
  throw retryCodes.includes(code) ? retryLater('unavailable', says) : fatal('failed', says);
}
