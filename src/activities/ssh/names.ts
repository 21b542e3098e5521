/** Hosts and commands as steps take them: no host that is taken for an option, no command that is no list of words. */
import { z } from 'zod';

export const hostNameSchema = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    'must be a host’s name, or its name in the worker’s SSH configuration',
  );

const wordSchema = z
  .string()
  .max(32_768)
  // No program can be given such an argument.
  .refine((text) => !text.includes('\0'), 'must not hold a null character');

/** The program and its arguments. */
export const commandSchema = z
  .array(wordSchema)
  .min(1)
  .max(256)
  .refine(([program]) => program !== undefined && program !== '', 'must begin with a program');

/** As people read it; no shell does. */
export const shownCommand = (command: readonly string[]): string => {
  const text = command.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
};

/** Enough of what a command said to see why; a release does not hold whole logs. */
export const lastWords = (log: string): string => log.trim().slice(-2000);
