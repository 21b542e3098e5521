/** `slipway start <runbook>`: checks the input, shows the plan, asks, and starts the release. */
import { begin, confirmation, withBeginning } from '../begin-release.ts';
import type { BeginOptions } from '../begin-release.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection } from '../options.ts';
import type { ConnectionOptions } from '../options.ts';
import { defineForRunbooks } from '../runbook-commands.ts';

interface Options extends ConnectionOptions, BeginOptions {
  readonly again?: true;
}

export const define: CommandModule['define'] = (command, cli) =>
  defineForRunbooks<Options>(command, cli, {
    options(sub) {
      withConnection(
        withBeginning(
          sub.option('--again', 'also if this version has been released there before, and succeeded'),
        ),
      );
    },
    async action({ start, options }) {
      const confirm = confirmation(cli, options);
      await withTemporal(options, cli.terminal, (connected) =>
        begin(cli, connected, { ...start, confirm }, options.again === true ? 'again' : 'refuse', options),
      );
    },
  });
