/** Runs `temporal server start-dev` on loopback as a child process; file-backed if asked. For `slipway dev` and tests. */
import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { keepProcess } from '../kept-process.ts';
import type { Ended, KeptProcess } from '../kept-process.ts';
import { freePort, isFree } from '../../loopback/ports.ts';
import { resolveTemporal } from './resolve.ts';
import { tellsPlainly } from './tells-plainly.ts';

export interface TemporalOptions {
  /** The program; default: what `resolveTemporal` finds. */
  readonly executable?: string;
  /** File that holds its state; without it everything is lost at the end. */
  readonly dbFile?: string;
  /** gRPC port; default: any free one. A given port that is in use is an error. */
  readonly port?: number;
  /** Port of the web UI; default: any free one. */
  readonly uiPort?: number;
  /** Without the web UI. */
  readonly headless?: true;
  /** Names of keyword search attributes that must exist from the first moment. */
  readonly searchAttributes?: readonly string[];
  /** What it prints goes to the end of this file. */
  readonly logFile?: string;
  readonly ip?: '127.0.0.1' | '::1';
  /** The server's dynamic configuration: limits that a test wants lower than they are. */
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
}

export interface RunningTemporal {
  /** `127.0.0.1:7233`. */
  readonly address: string;
  readonly port: number;
  readonly uiPort: number;
  readonly uiUrl: string;
  readonly namespace: 'default';
  readonly pid: number;
  readonly ended: Promise<Ended>;
  stop(): Promise<void>;
}

/** The attributes every release carries. */
export const releaseAttributes = ['Runbook', 'Environment', 'Version', 'Phase', 'Outcome'] as const;

/**
 * By default Temporal fires no timer earlier than a second after it was set, so that hosts with different clocks agree: a
 * retry after 250 ms comes after a second, and so does word of a dead worker. This is one host. And of a workflow it takes ten updates
 * at a time; with the error for one more it forgets the task in which a worker has the others: see `worker/environments/client.ts`.
 */
const ownConfig = {
  'history.timerProcessorMaxTimeShift': '50ms',
  'history.maxInFlightUpdates': 100,
} as const;

export class TemporalDidNotStart extends Error {
  override readonly name = 'TemporalDidNotStart';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

export async function startTemporal(options: TemporalOptions = {}): Promise<RunningTemporal> {
  const ip = options.ip ?? '127.0.0.1';
  const executable = options.executable ?? (await resolveTemporal()).path;
  const port = await portFor('gRPC', options.port, ip);
  const uiPort = await portFor('web UI', options.uiPort, ip);
  const kept = await keepProcess(executable, argumentsFor(options, ip, port, uiPort), {
    logFile: options.logFile,
  });
  const address = ip === '::1' ? `[::1]:${port}` : `${ip}:${port}`;
  await ready(kept, address, options.logFile);
  return {
    address,
    port,
    uiPort,
    uiUrl: `http://${ip === '::1' ? '[::1]' : ip}:${uiPort}`,
    namespace: 'default',
    pid: kept.pid,
    ended: kept.ended,
    stop: () => kept.stop(),
  };
}

async function portFor(what: string, wanted: number | undefined, ip: string): Promise<number> {
  if (wanted === undefined) return freePort(ip);
  if (await isFree(wanted, ip)) return wanted;
  throw new TemporalDidNotStart(
    `Port ${wanted}, wanted for Temporal’s ${what}, is in use by another process on ${ip}.`,
    'Stop that process, or choose another port.',
  );
}

function argumentsFor(options: TemporalOptions, ip: string, port: number, uiPort: number): string[] {
  const attributes = options.searchAttributes ?? releaseAttributes;
  return [
    ...[
      'server',
      'start-dev',
      '--ip',
      ip,
      '--port',
      String(port),
      '--log-level',
      'warn',
      '--log-format',
      'json',
    ],
    ...(options.headless === true ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
    ...attributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...Object.entries({ ...ownConfig, ...options.dynamicConfig }).flatMap(([name, value]) => [
      '--dynamic-config-value',
      `${name}=${JSON.stringify(value)}`,
    ]),
  ];
}

const startSeconds = 60;

/** Waits until the server answers for its namespace, or has ended. */
async function ready(kept: KeptProcess, address: string, logFile: string | undefined): Promise<void> {
  let ended: Ended | undefined;
  void kept.ended.then((how) => (ended = how));
  const until = Date.now() + startSeconds * 1000;
  for (;;) {
    if (await answers(address)) return;
    if (ended !== undefined) {
      throw new TemporalDidNotStart(
        `Temporal ended while it was starting (${ended.signal ?? `exit code ${ended.code}`}).${said(logFile)}`,
        'Read what it said; a state file of a newer Temporal can’t be opened by an older one.',
      );
    }
    if (Date.now() > until) {
      await kept.stop(1000);
      throw new TemporalDidNotStart(
        `Temporal did not answer at ${address} within ${startSeconds} s.${said(logFile)}`,
        'Look at the machine’s load and at what it said, then try again.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2000 });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

const said = (logFile: string | undefined): string =>
  logFile === undefined ? '' : ` It said: ${tellsPlainly(readFileSync(logFile, 'utf8'))}`;
