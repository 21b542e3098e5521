/** `slipway unhold <version> --reason …`: the version is not bad, or not any more. */
import type { CommandModule } from '../command.ts';
import { defineHold } from '../environments/holds.ts';

export const define: CommandModule['define'] = (command, cli) => defineHold(command, cli, 'unhold');
