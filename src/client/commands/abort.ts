/** `slipway abort <release>`: stops, and leaves all as it is. */
import type { CommandModule } from '../command.ts';
import { defineOrder } from '../order.ts';

export const define: CommandModule['define'] = (command, cli) => defineOrder(command, cli, 'abort');
