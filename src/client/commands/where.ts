/** `slipway where <commit|version|digest>`: how far a change has come. */
import { whereCallSchema, whereSchema } from '../../environment/where.ts';
import { askWorker } from '../ask-worker.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { whereLines } from '../views/where.ts';

interface Options extends ConnectionOptions, OutputOptions {}

const limitMs = 150_000;

export const define: CommandModule['define'] = (command, { terminal }) => {
  command.argument('<what>', 'a version, a commit (seven digits or more) or a digest (sha256:…)');
  withConnection(withOutput(command)).action(async (what: string, options: Options) => {
    if (!whereCallSchema.safeParse({ what }).success)
      throw usage(`‘${what}’ is neither a version nor a commit nor a digest.`);
    const where = await withTemporal(options, terminal, (connected) =>
      askWorker(connected, 'where', { what }, whereSchema, limitMs),
    );
    if (options.json === true) return terminal.json(where);
    for (const line of whereLines(where, Date.now(), terminal.paint)) terminal.print(line);
  });
};
