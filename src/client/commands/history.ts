/** `slipway history <environment>`: what ran there, since when, by whom and why; with `--audit` what people ordered of it. */
import { ledgerQuerySchema } from '../../environment/messages.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { configHere, knownEnvironment } from '../environments/known.ts';
import { environmentLedger, environmentView } from '../environments/read.ts';
import { withConfig, withConnection, withOutput } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions } from '../options.ts';
import { auditLines } from '../views/audit.ts';
import { historyLines } from '../views/history.ts';

interface Options extends ConnectionOptions, OutputOptions, ConfigOptions {
  readonly service?: string;
  readonly limit: string;
  readonly audit?: true;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<environment>')
    .option('--service <name>', 'of one service alone')
    .option('--limit <count>', 'at most so many, the newest', '30')
    .option('--audit', 'who let in, froze, held or exempted, in place of what ran');
  withConnection(withConfig(withOutput(command))).action(async (environment: string, options: Options) => {
    const wanted = ledgerQuerySchema.safeParse({ service: options.service, limit: Number(options.limit) });
    if (!wanted.success)
      throw usage(
        '--limit is a number from 1 to 1000, and --service the name of a service, as slipway board has it.',
      );
    const { entries, audit } = await withTemporal(options, terminal, async (connected) => {
      const config = await configHere(terminal, options.config);
      const name = await knownEnvironment(connected, config, environment);
      const view = await environmentView(connected, name);
      if (options.audit === true)
        return { entries: [], audit: (view?.audit ?? []).slice(-wanted.data.limit) };
      return {
        entries: view === undefined ? [] : await environmentLedger(connected, name, wanted.data),
        audit: [],
      };
    });
    if (options.json === true)
      return terminal.json({ environment, ...(options.audit === true ? { audit } : { entries }) });
    const [now, { paint }] = [Date.now(), terminal];
    const lines = options.audit === true ? auditLines(audit, now) : historyLines(entries, now, paint);
    if (lines.length === 0)
      terminal.print(
        `Nothing was ever ${options.audit === true ? 'said of' : 'recorded in'} ${environment}.`,
      );
    for (const line of lines) terminal.print(line);
  });
};
