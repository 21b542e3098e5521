/** Prints an error as one paragraph: what happened, where, what next. The stack only with `--verbose`. */
import { CliError } from './cli-error.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { cleanText } from './views/clean.ts';

export function reportError(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  const known = error instanceof CliError ? error : asCliError(error);
  if (asked(args, '--json')) {
    terminal.json({ error: { kind: known.kind, message: known.message, remedy: known.remedy } });
    return known.exitCode;
  }
  const paragraph = [known.message, known.remedy].filter((part) => part !== undefined).join(' ');
  terminal.note(`${terminal.errorPaint.red('slipway:')} ${cleanText(paragraph)}`);
  if (asked(args, '--verbose')) terminal.note(cleanText(stacks(error)));
  return known.exitCode;
}

/** Errors that carry their own remedy (the configuration’s, the embedded Temporal’s) count as wrong usage. */
function asCliError(error: unknown): CliError {
  if (!(error instanceof Error)) return internal(String(error));
  if ('remedy' in error && typeof error.remedy === 'string')
    return new CliError('usage', error.message, error.remedy);
  if ('problems' in error) return new CliError('usage', error.message);
  return internal(error.message);
}

const internal = (message: string): CliError =>
  new CliError(
    'internal',
    `Something went wrong in Slipway itself: ${message}.`.replace(/\.\.$/, '.'),
    'Run it again with --verbose and report what it prints.',
  );

const asked = (args: readonly string[], flag: string): boolean => {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes(flag);
};

function stacks(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stacks(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
