/** `slipway pause <release>`: begins no further step; what runs goes on to its end. */
import type { CommandModule } from '../command.ts';
import { defineOrder } from '../order.ts';

export const define: CommandModule['define'] = (command, cli) => defineOrder(command, cli, 'pause');
