/** `slipway board [environment...]`: which version is where, as it is recorded and as the live systems are. */
import { boardSchema } from '../../environment/board.ts';
import { askWorker } from '../ask-worker.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { boardLines } from '../views/board.ts';

interface Options extends ConnectionOptions, OutputOptions {}

const limitMs = 60_000;
/** Of a pipe or a file. */
const usualColumns = 100;

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('[environment...]', 'only these')
    .addHelpText('after', '\n✔ as recorded   ≠ differs   ● being changed   ? unknown, with the reason');
  withConnection(withOutput(command)).action(async (environments: readonly string[], options: Options) => {
    const board = await withTemporal(options, terminal, (connected) =>
      askWorker(connected, 'board', { environments }, boardSchema, limitMs),
    );
    if (options.json === true) return terminal.json(board);
    for (const line of boardLines(board, terminal.stdout.columns ?? usualColumns, terminal.paint))
      terminal.print(line);
  });
};
