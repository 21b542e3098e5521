/** What the orders to environments have in common: who says it, a reason that must be given, and the answer. */
import type { Command } from 'commander';
import { usage } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { withTemporal } from '../connect.ts';
import { withConfig, withConnection, withOutput, withSpeaker } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions, SpeakerOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { whoSpeaks } from '../who.ts';

export interface SayOptions extends ConnectionOptions, OutputOptions, SpeakerOptions, ConfigOptions {
  readonly reason?: string;
}

export const withSaying = (command: Command): Command =>
  withConnection(withConfig(withSpeaker(withOutput(command.option('--reason <text>', 'why; it is needed')))));

export interface Speaking {
  readonly connected: Connected;
  readonly by: string;
  readonly reason: string;
}

/** One answer for each environment that was told. */
export async function say(
  terminal: Terminal,
  options: SayOptions,
  tell: (speaking: Speaking) => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const by = whoSpeaks(options.as, terminal.env);
  const { reason = '' } = options;
  if (reason.trim() === '') throw usage('Others will want to know why.', 'Give --reason.');
  const said = await withTemporal(options, terminal, (connected) => tell({ connected, by, reason }));
  if (options.json === true)
    return terminal.json(Object.entries(said).map(([environment, says]) => ({ environment, says })));
  for (const says of Object.values(said)) terminal.print(says);
}
