/** `slipway dev`: Temporal, a worker and, if asked, the practice world on this machine; goes on where it stopped. */
import { mkdirSync } from 'node:fs';
import { loadConfig } from '../../worker/load-config.ts';
import { loadRunbooks } from '../../worker/load-runbooks.ts';
import { resolveTemporal } from '../../worker/temporal/resolve.ts';
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { readDevState, runningDev, stateFolder, writeDevState } from '../dev-state.ts';
import { firstStart } from '../dev/first-start.ts';
import { untilPolled } from '../dev/until-polled.ts';
import { choosePorts } from '../dev/ports.ts';
import { practicePart, temporalPart, workerPart } from '../dev/parts.ts';
import type { DevPlace } from '../dev/parts.ts';
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
    .option('--pace <factor>', 'how fast the practice world works; 1 is as in life', '0.1')
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
      `slipway dev runs here already (process ${other.pid ?? ''}, Temporal at ${other.address}).`,
      'Use that one, or stop it first.',
    );
  }
  const told = toldToStop();
  mkdirSync(stateFolder(cwd), { recursive: true });
  const say = (line: string): void => terminal.note(line);
  const last = readDevState(cwd);
  const ports = await choosePorts(options, last);
  const practiceUrl = `http://127.0.0.1:${ports.practicePort}`;
  const env =
    options.practice === true ? { ...terminal.env, SLIPWAY_PRACTICE_URL: practiceUrl } : terminal.env;
  Object.assign(process.env, options.practice === true ? { SLIPWAY_PRACTICE_URL: practiceUrl } : {});
  const place: DevPlace = { folder: stateFolder(cwd), cwd, env, say };
  const loaded = await loadConfig({ cwd, file: options.config });
  const runbooks = await loadRunbooks(loaded);
  const found = await resolveTemporal({ env: terminal.env, say });
  ports.notes.forEach(say);

  const running: Supervised[] = [];
  const address = `127.0.0.1:${ports.port}`;
  const state = {
    address,
    namespace: 'default',
    taskQueue: loaded.config.taskQueue,
    ...portsOf(ports, options),
  };
  try {
    running.unshift(await supervise(temporalPart(place, found.path, ports)));
    if (options.practice === true) {
      const { pace, world } = options;
      running.unshift(await supervise(practicePart(place, { port: ports.practicePort, pace, world })));
    }
    writeDevState(cwd, { ...state, pid: process.pid });
    running.unshift(
      await supervise(
        workerPart(place, ['--address', address, '--namespace', 'default', '--config', loaded.file]),
      ),
    );
    await Promise.race([untilPolled(state, terminal), told]);
    const webUi = `http://127.0.0.1:${ports.uiPort}`;
    if (options.json === true)
      terminal.json({ ...state, webUi, practice: options.practice === true ? practiceUrl : null });
    else
      tell(terminal, {
        webUi,
        address,
        practiceUrl,
        options,
        version: found.version,
        start: firstStart(runbooks),
      });
    await told;
    if (options.json !== true) terminal.print('Stopping …');
  } finally {
    for (const one of running) await one.stop();
    writeDevState(cwd, state);
  }
  if (options.json !== true)
    terminal.print('Stopped. The state stays in .slipway; slipway dev goes on from there.');
}

const portsOf = (
  { port, uiPort, practicePort }: { port: number; uiPort: number; practicePort: number },
  { practice }: Options,
) => ({
  port,
  uiPort,
  ...(practice === true ? { practicePort } : {}),
});

/** Ctrl-C, or SIGTERM; a second one finds the default behaviour again. */
const toldToStop = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });

interface Told {
  readonly webUi: string;
  readonly address: string;
  readonly practiceUrl: string;
  readonly options: Options;
  readonly version: string;
  readonly start: string;
}

function tell(
  { print, paint }: Terminal,
  { webUi, address, practiceUrl, options, version, start }: Told,
): void {
  print(paint.bold('Slipway is ready.'));
  print(`  Web UI           ${paint.cyan(webUi)}`);
  print(`  Temporal         ${address} ${paint.dim(`(${version})`)}`);
  if (options.practice === true) print(`  Practice world   ${practiceUrl}`);
  print(`  State and logs   .slipway`);
  print();
  print(`In another terminal, here: ${paint.cyan(start)}`);
  print(paint.dim('Ctrl-C stops all of it; what runs goes on with the next slipway dev.'));
}
