/** `slipway resume <release>`: goes on after a pause. */
import type { CommandModule } from '../command.ts';
import { defineOrder } from '../order.ts';

export const define: CommandModule['define'] = (command, cli) => defineOrder(command, cli, 'resume');
