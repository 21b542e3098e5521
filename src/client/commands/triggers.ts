/** `slipway triggers`: what starts releases by itself, and how it stands; apply, pause, resume, look. */
import type { Command } from 'commander';
import { loadConfig } from '../../worker/load-config.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { configFile } from '../config-file.ts';
import { withTemporal } from '../connect.ts';
import type { Connected } from '../connect.ts';
import { configHere } from '../environments/known.ts';
import { withConfig, withConnection, withOutput, withSpeaker } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions, SpeakerOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { applyTriggers } from '../triggers/apply.ts';
import { lookNow, pauseTrigger, resumeTrigger } from '../triggers/order.ts';
import { readTriggers } from '../triggers/read.ts';
import { triggerLines } from '../views/triggers.ts';
import { whoSpeaks } from '../who.ts';

interface Options extends ConnectionOptions, OutputOptions, ConfigOptions, SpeakerOptions {
  readonly reason?: string;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  const sub = (name: string, description: string): Command =>
    withConnection(withConfig(withOutput(command.command(name).description(description))));
  command
    .helpCommand(false)
    .commandsGroup('Orders:')
    .addHelpText('after', '\npause wants a --reason; each order has a --help of its own.');
  withConnection(withConfig(withOutput(command))).action((options: Options) => list(terminal, options));
  sub('list', 'the same').action((options: Options) => list(terminal, options));
  sub('apply', 'put Temporal’s schedules in step with the configuration').action((options: Options) =>
    apply(terminal, options),
  );
  withSpeaker(
    sub('pause', 'look no more until it is resumed')
      .argument('<trigger>', 'its name')
      .option('--reason <text>', 'why; it is needed'),
  ).action((name: string, options: Options) => {
    const { reason = '' } = options;
    if (reason.trim() === '') throw usage('Others will want to know why.', 'Give --reason.');
    const by = whoSpeaks(options.as, terminal.env);
    return tell(terminal, options, name, (connected) => pauseTrigger(connected, name, { by, reason }));
  });
  withSpeaker(
    sub('resume', 'look again; what is new since the last look counts as new').argument(
      '<trigger>',
      'its name',
    ),
  ).action((name: string, options: Options) => {
    const by = whoSpeaks(options.as, terminal.env);
    return tell(terminal, options, name, (connected) => resumeTrigger(connected, name, by));
  });
  sub('look', 'look now; of a time: release now')
    .argument('<trigger>', 'its name')
    .action((name: string, options: Options) =>
      tell(terminal, options, name, (connected) => lookNow(connected, name)),
    );
};

/** The queue of the configuration's own workers, unless another is named. */
const onQueue = (options: Options, { env }: Terminal, taskQueue: string | undefined): Options => {
  const named = options.taskQueue ?? env['SLIPWAY_TASK_QUEUE'] ?? taskQueue;
  return named === undefined ? options : { ...options, taskQueue: named };
};

async function list(terminal: Terminal, options: Options): Promise<void> {
  const config = await configHere(terminal, options.config);
  const views = await withTemporal(onQueue(options, terminal, config?.taskQueue), terminal, (connected) =>
    readTriggers(connected, config),
  );
  if (options.json === true) return terminal.json(views);
  for (const line of triggerLines(views, Date.now(), terminal.paint)) terminal.print(line);
}

async function apply(terminal: Terminal, options: Options): Promise<void> {
  const { config } = await loadConfig({
    cwd: terminal.cwd,
    file: configFile(terminal.cwd, options.config),
  });
  const done = await withTemporal(onQueue(options, terminal, config.taskQueue), terminal, (connected) =>
    applyTriggers(connected, config),
  );
  if (options.json === true) return terminal.json(done);
  if (Object.keys(done).length === 0) terminal.print('There are no triggers, and none are kept.');
  for (const [name, what] of Object.entries(done)) terminal.print(`${name}: ${what}`);
}

async function tell(
  terminal: Terminal,
  options: Options,
  name: string,
  order: (connected: Connected) => Promise<string>,
): Promise<void> {
  const config = await configHere(terminal, options.config);
  const says = await withTemporal(onQueue(options, terminal, config?.taskQueue), terminal, order);
  if (options.json === true) return terminal.json({ trigger: name, says });
  terminal.print(says);
}
