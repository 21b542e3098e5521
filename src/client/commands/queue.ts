/** `slipway queue <environment>`: which release has it, and which wait for it, in their order. Takes no look at live systems. */
import type { EnvironmentView, QueuedView } from '../../environment/view.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { configHere, knownEnvironment } from '../environments/known.ts';
import { environmentView } from '../environments/read.ts';
import { withConfig, withConnection, withOutput } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions } from '../options.ts';
import { queueLines } from '../views/queue.ts';

interface Options extends ConnectionOptions, OutputOptions, ConfigOptions {}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command.argument('<environment>');
  withConnection(withConfig(withOutput(command))).action(async (environment: string, options: Options) => {
    const view = await withTemporal(options, terminal, async (connected) => {
      const config = await configHere(terminal, options.config);
      return environmentView(connected, await knownEnvironment(connected, config, environment));
    });
    if (options.json === true) return terminal.json(asJson(environment, view));
    for (const line of queueLines(environment, view, Date.now(), terminal.paint)) terminal.print(line);
  });
};

const asJson = (environment: string, view: EnvironmentView | undefined) => ({
  environment,
  holder: view?.holder === undefined ? null : going(view.holder),
  queue: (view?.queue ?? []).map((one) => ({ ...going(one), position: one.position })),
  closed: view?.closed ?? null,
});

const going = ({ release, since, services, urgent, exempt }: Omit<QueuedView, 'position'>) => ({
  release: release.id,
  by: release.startedBy,
  since,
  services,
  urgent: urgent ?? null,
  exempt: exempt ?? null,
});
