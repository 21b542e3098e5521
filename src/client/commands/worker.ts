/** `slipway worker`: polls for releases until it is told to stop; it lets running steps come to an end. */
import { loadConfig } from '../../worker/load-config.ts';
import { startWorker } from '../../worker/run-worker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { targetOf, unreachable } from '../connect.ts';
import { withConfig, withConnection, withOutput } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions } from '../options.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

interface Options extends ConnectionOptions, OutputOptions, ConfigOptions {}

export const define: CommandModule['define'] = (command, { terminal }) => {
  withConnection(withConfig(withOutput(command))).action(async (options: Options) => {
    const { config, ...loaded } = await loadConfig({ cwd: terminal.cwd, file: options.config });
    const { address, namespace, connection } = targetOf(options, terminal);
    const taskQueue = options.taskQueue ?? terminal.env['SLIPWAY_TASK_QUEUE'] ?? config.taskQueue;
    const worker = await startWorker({
      loaded: { ...loaded, config: { ...config, taskQueue } },
      connection: { ...connection, address },
      namespace,
    }).catch((error: unknown) => {
      throw isTransport(error) ? unreachable(address, error) : error;
    });
    if (options.json === true) terminal.json({ address, namespace, taskQueue });
    else
      terminal.print(
        `A worker polls ‘${taskQueue}’ at ${address}, namespace ‘${namespace}’. Ctrl-C stops it.`,
      );
    // Temporal's runtime hears SIGINT and SIGTERM itself and lets the worker drain.
    await worker.ended.catch((error: unknown) => {
      throw new CliError('internal', `The worker failed: ${reasonOf(error)}.`, 'Its log above tells more.', {
        cause: error,
      });
    });
    if (options.json !== true) terminal.print('The worker has stopped.');
  });
};

const isTransport = (error: unknown): boolean => error instanceof Error && error.name === 'TransportError';
