/** `slipway plan <runbook>`: has a worker make the plan, shows it, and starts nothing. */
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection, withOutput, withSpeaker } from '../options.ts';
import type { ConnectionOptions, SpeakerOptions } from '../options.ts';
import { preview } from '../preview.ts';
import type { PreviewOptions } from '../preview.ts';
import { defineForRunbooks } from '../runbook-commands.ts';

interface Options extends ConnectionOptions, PreviewOptions, SpeakerOptions {
  readonly exempt?: string;
}

export const define: CommandModule['define'] = (command, cli) =>
  defineForRunbooks<Options>(command, cli, {
    options(sub) {
      withConnection(
        withSpeaker(
          withOutput(
            sub
              .option('--markdown', 'print it as Markdown')
              .option('--exempt <reason>', 'as slipway start would go on without a condition of the order'),
          ),
        ),
      );
    },
    action: ({ start, options }) =>
      withTemporal(options, cli.terminal, (connected) =>
        preview(
          cli.terminal,
          connected,
          { ...start, ...(options.exempt === undefined ? {} : { exempt: options.exempt }) },
          options,
        ),
      ),
  });
