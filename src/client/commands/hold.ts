/** `slipway hold <version> --reason …`: marks a version as bad; no release of it begins anywhere. */
import type { CommandModule } from '../command.ts';
import { defineHold } from '../environments/holds.ts';

export const define: CommandModule['define'] = (command, cli) => defineHold(command, cli, 'hold');
