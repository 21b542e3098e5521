/** The ports of `slipway dev`: those asked for, else those of the last time, else the usual ones, else free ones. */
import { firstFree, freePort } from '../../loopback/ports.ts';
import { usage } from '../cli-error.ts';
import type { DevState } from '../dev-state.ts';

export interface DevPorts {
  readonly port: number;
  readonly uiPort: number;
  readonly practicePort: number;
  /** What a person should know: a usual port was taken. */
  readonly notes: readonly string[];
}

export interface AskedPorts {
  readonly port?: string;
  readonly uiPort?: string;
}

const usual = { port: 7233, uiPort: 8233, practicePort: 7300 };

/** A port that was asked for is taken as it is: if it is in use, the start fails and says so. */
export async function choosePorts(asked: AskedPorts, last: DevState | undefined): Promise<DevPorts> {
  const port = portOf(asked.port, '--port') ?? (await firstFree([last?.port, usual.port].filter(isPort)));
  const uiPort =
    portOf(asked.uiPort, '--ui-port') ?? (await firstFree([last?.uiPort, usual.uiPort].filter(isPort)));
  const practicePort = await firstFree([last?.practicePort, usual.practicePort].filter(isPort));
  const notes = [
    ...(asked.port === undefined && port !== usual.port && port !== last?.port
      ? [note(usual.port, port, 'Temporal')]
      : []),
    ...(asked.uiPort === undefined && uiPort !== usual.uiPort && uiPort !== last?.uiPort
      ? [note(usual.uiPort, uiPort, 'the web UI')]
      : []),
  ];
  return { port, uiPort: uiPort === port ? await freePort() : uiPort, practicePort, notes };
}

const isPort = (port: number | undefined): port is number => port !== undefined;

const note = (wanted: number, got: number, what: string): string =>
  `Port ${wanted} is in use by another process: ${what} listens on ${got} instead.`;

function portOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw usage(`${flag} takes a port number, not ‘${text}’.`);
}
