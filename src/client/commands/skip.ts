/** `slipway skip <release> [node]`: goes on without a parked step, or leaves a parked undo undone. */
import { parseRecord } from '../amend.ts';
import type { CommandModule } from '../command.ts';
import { defineRepair } from '../repair.ts';
import type { RepairOptions } from '../repair.ts';

interface Options extends RepairOptions {
  readonly outputJson?: string;
}

export const define: CommandModule['define'] = (command, cli) => {
  command.option('--output-json <json>', 'what later steps refer to, given by hand');
  defineRepair<Options>(command, cli, (base, { outputJson }) => ({
    ...base,
    action: 'skip',
    ...(outputJson === undefined ? {} : { output: parseRecord(outputJson, '--output-json') }),
  }));
};
