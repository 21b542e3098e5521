/** `slipway retry <release> [node]`: runs a parked step again, with other input if need be. */
import { overlay, parseRecord } from '../amend.ts';
import { collect } from '../answers.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { defineRepair } from '../repair.ts';
import type { RepairOptions } from '../repair.ts';

interface Options extends RepairOptions {
  readonly input?: readonly string[];
  readonly inputJson?: string;
}

export const define: CommandModule['define'] = (command, cli) => {
  command
    .option('--input <field=value>', 'retry with this field changed; may be repeated', collect)
    .option('--input-json <json>', 'retry with this input instead');
  defineRepair<Options>(command, cli, (base, { input, inputJson }, view) => {
    if (input !== undefined && inputJson !== undefined)
      throw usage('--input and --input-json exclude each other.');
    if (inputJson !== undefined)
      return { ...base, action: 'amend', input: parseRecord(inputJson, '--input-json') };
    if (input !== undefined) return { ...base, action: 'amend', input: overlay(view, base.node, input) };
    return { ...base, action: 'retry' };
  });
};
