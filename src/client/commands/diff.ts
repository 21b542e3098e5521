/** `slipway diff <environment> <environment>`: the commits between what runs in two environments. */
import { diffSchema } from '../../environment/diff.ts';
import { askWorker } from '../ask-worker.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { diffLines } from '../views/diff.ts';

interface Options extends ConnectionOptions, OutputOptions {}

const limitMs = 150_000;
/** Of a pipe or a file. */
const usualColumns = 120;

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<environment>', 'what this one has')
    .argument('<other>', 'and this one lacks; and the other way round');
  withConnection(withOutput(command)).action(async (from: string, to: string, options: Options) => {
    if (from === to) throw usage('There is nothing between an environment and itself.', 'Name two of them.');
    const diff = await withTemporal(options, terminal, (connected) =>
      askWorker(connected, 'diff', { from, to }, diffSchema, limitMs),
    );
    if (options.json === true) return terminal.json(diff);
    for (const line of diffLines(diff, Date.now(), terminal.stdout.columns ?? usualColumns, terminal.paint))
      terminal.print(line);
  });
};
