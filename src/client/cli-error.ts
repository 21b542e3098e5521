/** An error that a person reads: what happened and where, and what to do next. */
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

export type ErrorKind = Exclude<keyof typeof exitCodes, 'ok'>;

export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly remedy?: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
  }

  get exitCode(): ExitCode {
    return exitCodes[this.kind];
  }
}

export const usage = (message: string, remedy?: string): CliError => new CliError('usage', message, remedy);
