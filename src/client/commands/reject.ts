/** `slipway reject <release> [node]`. */
import type { CommandModule } from '../command.ts';
import { defineDecision } from '../decide.ts';

export const define: CommandModule['define'] = (command, cli) => defineDecision(command, cli, 'reject');
