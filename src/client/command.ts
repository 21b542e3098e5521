/** What a command's file offers, and what it is given. */
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export interface Cli {
  readonly terminal: Terminal;
  /** The arguments after the command's name, as they were typed. */
  readonly argv: readonly string[];
  /** All commands there are. */
  readonly table: readonly CommandEntry[];
  /** The exit code, where it isn't 0. */
  exit(code: ExitCode): void;
}

export interface CommandModule {
  /** Adds arguments, options and the action. */
  define(command: Command, cli: Cli): void | Promise<void>;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** The heading it stands under; absent: it is not listed. */
  readonly group?: string;
  load(): Promise<CommandModule>;
}
