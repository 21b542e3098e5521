/** `slipway rollback <release>`: undoes all that was done, newest first. */
import type { CommandModule } from '../command.ts';
import { defineOrder } from '../order.ts';

export const define: CommandModule['define'] = (command, cli) => defineOrder(command, cli, 'rollback');
