/**
 * The connection to Temporal: flags, then TEMPORAL_* and `temporal.toml` as all Temporal programs read them, then the
 * `slipway dev` of this folder, then localhost.
 */
import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { defaultTaskQueue } from '../workflows/messages.ts';
import { CliError, usage } from './cli-error.ts';
import { runningDev } from './dev-state.ts';
import type { ConnectionOptions } from './options.ts';
import type { Terminal } from './terminal.ts';
import { reasonOf } from '../runbook/reason-of.ts';
import { temporalClient } from '../worker/temporal-client.ts';

export interface Connected {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly cwd: string;
}

/** Where to connect and how, before it is tried. */
export interface Target {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly connection: ReturnType<typeof loadClientConnectConfig>['connectionOptions'];
}

const connectMs = 3000;

/** Connects, does the work, and closes whatever happens. */
export async function withTemporal<R>(
  options: ConnectionOptions,
  terminal: Pick<Terminal, 'env' | 'cwd'>,
  work: (connected: Connected) => Promise<R>,
): Promise<R> {
  const { address, namespace, taskQueue, connection: given } = targetOf(options, terminal);
  const connection = await connectTo(address, given);
  try {
    const client = temporalClient({ connection, namespace });
    return await work({ client, connection, address, namespace, taskQueue, cwd: terminal.cwd });
  } finally {
    await connection.close();
  }
}

export function targetOf(options: ConnectionOptions, { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): Target {
  const { namespace, connectionOptions: connection } = profile(options, env);
  const set = options.address ?? connection.address;
  const dev = set === undefined ? runningDev(cwd) : undefined;
  return {
    address: set ?? dev?.address ?? 'localhost:7233',
    namespace: options.namespace ?? namespace ?? dev?.namespace ?? 'default',
    taskQueue: options.taskQueue ?? env['SLIPWAY_TASK_QUEUE'] ?? dev?.taskQueue ?? defaultTaskQueue,
    connection,
  };
}

function profile(
  { profile: name }: ConnectionOptions,
  env: NodeJS.ProcessEnv,
): ReturnType<typeof loadClientConnectConfig> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  try {
    return loadClientConnectConfig({
      overrideEnvVars: Object.fromEntries(set),
      ...(name === undefined ? {} : { profile: name }),
    });
  } catch (error) {
    const why = reasonOf(error);
    throw usage(
      `The connection profile can’t be read: ${why}.`,
      'Look at temporal.toml and the TEMPORAL_* variables.',
    );
  }
}

async function connectTo(
  address: string,
  { apiKey, tls, metadata }: Target['connection'],
): Promise<Connection> {
  try {
    return await Connection.connect({
      address,
      connectTimeout: connectMs,
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(metadata === undefined ? {} : { metadata }),
    });
  } catch (error) {
    throw unreachable(address, error);
  }
}

export const unreachable = (address: string, cause: unknown): CliError =>
  new CliError(
    'unreachable',
    `Temporal does not answer at ${address}.`,
    'Start one with `slipway dev`, or say where it is: --address, --profile, or TEMPORAL_ADDRESS.',
    { cause },
  );
