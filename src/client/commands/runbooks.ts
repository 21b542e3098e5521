/** `slipway runbooks`: the runbooks of this folder and what each wants to know. */
import { loadConfig } from '../../worker/load-config.ts';
import { loadRunbooks } from '../../worker/load-runbooks.ts';
import { relative } from 'node:path';
import { jsonSchemaOf } from '../../runbook/json-schema.ts';
import type { CommandModule } from '../command.ts';
import { configFile } from '../config-file.ts';
import { withConfig, withOutput } from '../options.ts';
import type { ConfigOptions, OutputOptions } from '../options.ts';
import { flagsOf } from '../runbook-flags.ts';
import type { Flag } from '../runbook-flags.ts';
import { table } from '../views/table.ts';

export const define: CommandModule['define'] = (command, { terminal }) => {
  withConfig(withOutput(command)).action(async (options: OutputOptions & ConfigOptions) => {
    const loaded = await loadConfig({ cwd: terminal.cwd, file: configFile(terminal.cwd, options.config) });
    const runbooks = [...(await loadRunbooks(loaded)).values()];
    if (options.json === true) {
      return terminal.json(
        runbooks.map(({ runbook, file }) => ({
          name: runbook.name,
          summary: runbook.summary ?? null,
          file,
          input: jsonSchemaOf(runbook.input, 'input'),
        })),
      );
    }
    const { bold, dim } = terminal.paint;
    if (runbooks.length === 0) return terminal.print('The configuration names no runbooks.');
    for (const { runbook, file } of runbooks) {
      terminal.print(
        `${bold(runbook.name)}  ${runbook.summary ?? ''} ${dim(`(${relative(terminal.cwd, file)})`)}`,
      );
      for (const line of table(flagsOf(runbook.input).map(rowOf))) terminal.print(`  ${line}`);
      terminal.print();
    }
  });
};

function rowOf({ long, form, choices, description, required, preset }: Flag): string[] {
  const need = required
    ? 'required'
    : preset === undefined
      ? 'optional'
      : `default ${JSON.stringify(preset)}`;
  return [long, choices?.join('|') ?? form, need, description];
}
