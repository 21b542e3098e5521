/** Options that several commands share. */
import type { Command } from 'commander';

export interface OutputOptions {
  readonly json?: true;
  readonly verbose?: true;
}

export interface ConnectionOptions {
  readonly address?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly taskQueue?: string;
}

export interface SpeakerOptions {
  readonly as?: string;
}

export interface ConfigOptions {
  readonly config?: string;
}

export interface YesOptions {
  readonly yes?: true;
}

export const withOutput = (command: Command): Command =>
  command
    .helpOption('-h, --help', 'print help')
    .option('--json', 'print one JSON document')
    .option('--verbose', 'print the stack of an error');

export const withConnection = (command: Command): Command =>
  command
    .optionsGroup('Temporal:')
    .option('--address <host:port>', 'address of Temporal (TEMPORAL_ADDRESS)')
    .option('--namespace <name>', 'namespace (TEMPORAL_NAMESPACE)')
    .option('--profile <name>', 'profile of temporal.toml (TEMPORAL_PROFILE)')
    .option('--task-queue <name>', 'queue of the workers (SLIPWAY_TASK_QUEUE)');

export const withSpeaker = (command: Command): Command =>
  command.option('--as <login>', 'who says it (SLIPWAY_USER; else your user name)');

export const withConfig = (command: Command): Command =>
  command.option('--config <file>', 'configuration (default: slipway.config.* in this folder)');

export const withReason = (command: Command): Command =>
  command.option('--reason <text>', 'why; kept in the audit');

export const withYes = (command: Command): Command => command.option('-y, --yes', 'ask nothing');
