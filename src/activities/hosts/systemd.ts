/** What systemd tells of a service on a host, and a restart of it; each start has an id of its own, the invocation. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import type { RemoteAnswer } from '../ssh/client.ts';
import { lastWords, shownCommand } from '../ssh/names.ts';

export type OnHosts = Pick<StepContext<'ssh'>, 'clients' | 'signal'>;

export interface Service {
  readonly host: string;
  readonly unit: string;
  readonly sudo: boolean;
}

export interface Process {
  /** `active`, `failed`, `activating`, … */
  readonly state: string;
  /** Another one for each start; empty: it was never started. */
  readonly invocation: string;
}

const asRoot = (sudo: boolean, command: readonly string[]): readonly string[] =>
  sudo ? ['sudo', '-n', '--', ...command] : command;

export async function lookAtProcess(
  { clients: { ssh }, signal }: OnHosts,
  service: Service,
): Promise<Process> {
  const { host, unit } = service;
  // Anybody may ask this of systemd.
  const command = ['systemctl', 'show', '--property=ActiveState,InvocationID', '--', unit];
  const answer = await ssh.run({ host, command }, { signal });
  if (answer.code !== 0) throw refused(service, command, answer);
  const told = new Map(answer.stdout.split('\n').map((line) => pairOf(line)));
  return { state: told.get('ActiveState') ?? 'unknown', invocation: told.get('InvocationID') ?? '' };
}

/** What this very process has said; nothing of those before it. */
export async function journalOf(
  { clients: { ssh }, signal }: OnHosts,
  service: Service,
  invocation: string,
): Promise<string> {
  const { host, sudo } = service;
  const command = asRoot(sudo, [
    'journalctl',
    '--output=cat',
    '--no-pager',
    '--lines=1000',
    `_SYSTEMD_INVOCATION_ID=${invocation}`,
  ]);
  const answer = await ssh.run({ host, command }, { signal });
  if (answer.code !== 0) throw refused(service, command, answer);
  return answer.stdout;
}

/** Undefined, or why it could not be restarted. */
export async function restartService(
  { clients: { ssh }, signal }: OnHosts,
  { host, unit, sudo }: Service,
  key: string,
): Promise<string | undefined> {
  const command = asRoot(sudo, ['systemctl', 'restart', '--', unit]);
  const { code, log } = await ssh.run({ host, command }, { signal, key, timeoutMs: 300_000 });
  return code === 0 ? undefined : `systemctl restart ended with ${code}: ${lastWords(log)}`;
}

const pairOf = (line: string): [string, string] => {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1).trim()];
};

const refused = ({ host, unit }: Service, command: readonly string[], { code, log }: RemoteAnswer) =>
  fatal(
    'refused',
    `${host} does not tell of ${unit}: ${shownCommand(command)} ended with ${code}: ${lastWords(log) || 'it said nothing'}`,
  );
