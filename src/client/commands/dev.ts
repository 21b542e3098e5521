/** `slipway dev`: Temporal, a worker and, if asked, the practice world on this machine; goes on where it stopped. */
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../worker/load-config.ts';
import { loadRunbooks } from '../../worker/load-runbooks.ts';
import { resolveTemporal } from '../../worker/temporal/resolve.ts';
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { configsIn } from '../config-file.ts';
import { makeStateFolder, readDevState, runningDev, stateFolder } from '../dev-state.ts';
import type { DevState } from '../dev-state.ts';
import { announce } from '../dev/announce.ts';
import { applyTriggersOf } from '../dev/apply-triggers.ts';
import { endStale } from '../dev/end-stale.ts';
import { untilPolled } from '../dev/until-polled.ts';
import { choosePorts } from '../dev/ports.ts';
import { practicePart, temporalPart, workerPart } from '../dev/parts.ts';
import type { DevPlace } from '../dev/parts.ts';
import { record, recorder } from '../dev/record.ts';
import { freeIn, noRoom, roomOf, watchRoom } from '../dev/room.ts';
import { supervise } from '../dev/supervise.ts';
import type { Supervised } from '../dev/supervise.ts';
import { withConfig, withOutput } from '../options.ts';
import type { ConfigOptions, OutputOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends OutputOptions, ConfigOptions {
  readonly practice?: true;
  readonly port?: string;
  readonly uiPort?: string;
  readonly pace: string;
  readonly world: string;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .option('--practice', 'also the practice world: stand-ins of all systems, on this machine')
    .option('--pace <factor>', 'how fast the practice world works; 1 is as in life', '0.01')
    .option('--world <name>', 'which practice world', 'balrog')
    .option('--port <port>', 'gRPC port of Temporal (default: 7233, or a free one)')
    .option('--ui-port <port>', 'port of Temporal’s web UI (default: 8233, or a free one)');
  withConfig(withOutput(command)).action((options: Options) => dev(terminal, options));
};

async function dev(terminal: Terminal, options: Options): Promise<void> {
  const { cwd } = terminal;
  const other = runningDev(cwd);
  if (other !== undefined) {
    throw new CliError(
      'usage',
      `slipway dev runs here already (process ${other.dev?.pid ?? ''}, Temporal at ${other.address}).`,
      'Use that one, or stop it first.',
    );
  }
  const told = toldToStop();
  makeStateFolder(cwd);
  refuseFullDisk(stateFolder(cwd));
  const say = (line: string): void => terminal.note(line);
  const last = readDevState(cwd);
  await endStale(last, say);
  const ports = await choosePorts(options, last);
  const practiceUrl = `http://127.0.0.1:${ports.practicePort}`;
  const webUi = `http://127.0.0.1:${ports.uiPort}`;
  // What the configuration may read: here, and in the worker.
  const addresses = {
    SLIPWAY_WEB_UI: webUi,
    ...(options.practice === true ? { SLIPWAY_PRACTICE_URL: practiceUrl } : {}),
  };
  const env = { ...terminal.env, ...addresses };
  Object.assign(process.env, addresses);
  const loaded = await loadConfig({ cwd, file: practiceConfig(cwd, options) });
  const runbooks = await loadRunbooks(loaded);
  const found = await resolveTemporal({ env: terminal.env, say });
  ports.notes.forEach(say);
  if (options.json !== true) say('Starting …');

  const running: Supervised[] = [];
  const address = `127.0.0.1:${ports.port}`;
  const state: DevState = {
    address,
    namespace: 'default',
    taskQueue: loaded.config.taskQueue,
    config: loaded.file,
    ...portsOf(ports, options),
  };
  const place: DevPlace = { folder: stateFolder(cwd), cwd, env, say, started: recorder(cwd, state, say) };
  const endWatch = watchRoom(stateFolder(cwd), say);
  try {
    running.unshift(await supervise(temporalPart(place, found.path, ports)));
    if (options.practice === true) {
      const { pace, world } = options;
      running.unshift(await supervise(practicePart(place, { port: ports.practicePort, pace, world })));
    }
    running.unshift(
      await supervise(
        workerPart(place, ['--address', address, '--namespace', 'default', '--config', loaded.file]),
      ),
    );
    const polled = untilPolled(state, terminal)
      .then(() => applyTriggersOf(loaded.config, state, terminal))
      .then(() => 'ready' as const);
    if ((await Promise.race([polled, told])) === 'ready') {
      const practice = options.practice === true ? practiceUrl : undefined;
      if (options.json === true) terminal.json({ ...state, webUi, practice });
      else
        announce(terminal, {
          webUi,
          address,
          practiceUrl: practice,
          version: found.version,
          runbooks,
          config: loaded.config,
        });
    }
    await told;
    if (options.json !== true) terminal.print('Stopping …');
  } finally {
    endWatch();
    for (const one of running) await one.stop();
    record(cwd, state, say);
  }
  if (options.json !== true)
    terminal.print('Stopped. The state stays in .slipway; slipway dev goes on from there.');
}

function refuseFullDisk(folder: string): void {
  if (roomOf(freeIn(folder)) !== 'none') return;
  throw new CliError('usage', noRoom(folder), 'Make room, or run it in another folder.');
}

const portsOf = (
  { port, uiPort, practicePort }: { port: number; uiPort: number; practicePort: number },
  { practice }: Options,
) => ({
  port,
  uiPort,
  ...(practice === true ? { practicePort } : {}),
});

/** The practice world brings a configuration of its own, for folders that have none. */
const practiceConfig = (cwd: string, { practice, config }: Options): string | undefined => {
  if (config !== undefined || practice !== true || configsIn(cwd).length > 0) return config;
  return fileURLToPath(new URL('../../../runbooks/practice/slipway.config.ts', import.meta.url));
};

/** Ctrl-C, or SIGTERM; a second one finds the default behaviour again. */
const toldToStop = (): Promise<'told'> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve('told'));
    process.once('SIGTERM', () => resolve('told'));
  });
