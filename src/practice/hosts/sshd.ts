/** One host's SSH server: OpenSSH's own, without any right, with its own key, address and port. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBeside } from '../beside.ts';
import type { BesideWorld } from '../beside.ts';
import { keyPair } from './keys.ts';
import { keyVariable } from './options.ts';

export interface SshServer {
  /** Of its own and nobody else's. */
  readonly dir: string;
  readonly address: string;
  readonly port: number;
  /** The public half of the key that may log in. */
  readonly client: string;
  /** What runs in place of each command, as sshd takes it; absent: the command itself. */
  readonly forced?: string;
}

const places = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd', '/sbin/sshd'];

/** sshd starts itself again for each connection, so it wants its whole path. */
export const sshdPath = (): string | undefined => places.find((path) => existsSync(path));

/** The host's public key; it is made when it is first asked for. */
export function hostKey(dir: string): string {
  mkdirSync(dir, { recursive: true });
  return keyPair(join(dir, 'host_key'));
}

export async function startSshd({ dir, address, port, client, forced }: SshServer): Promise<BesideWorld> {
  const program = sshdPath();
  if (program === undefined)
    throw new Error('The practice world’s hosts need sshd (apt-get install openssh-server).');
  // Whoever is root is asked for this folder, which a package makes only where it starts its own server.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  hostKey(dir);
  writeFileSync(join(dir, 'authorized_keys'), `${client}\n`, { mode: 0o600 });
  writeFileSync(
    join(dir, 'sshd_config'),
    [
      `ListenAddress ${address}:${port}`,
      `HostKey "${join(dir, 'host_key')}"`,
      `AuthorizedKeysFile "${join(dir, 'authorized_keys')}"`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'DisableForwarding yes',
      'MaxStartups 100',
      'LoginGraceTime 20',
      `AcceptEnv ${keyVariable}`,
      // The shell that sshd starts reads no start-up files of whoever practises: they are not the host's.
      `SetEnv HOME="${dir}"`,
      // By far the slowest to agree on a key, and these connections stay on the machine.
      'KexAlgorithms -sntrup*',
      ...(forced === undefined ? [] : [`ForceCommand ${forced}`]),
      '',
    ].join('\n'),
  );
  const beside = startBeside(program, ['-D', '-f', join(dir, 'sshd_config')]);
  await untilListens({ address, port }, beside);
  return beside;
}

async function untilListens(
  { address, port }: Pick<SshServer, 'address' | 'port'>,
  { ended }: BesideWorld,
): Promise<void> {
  const state = { over: false };
  void ended.then(() => (state.over = true));
  for (const until = Date.now() + 20_000; Date.now() < until; await wait(25)) {
    if (state.over) throw new Error(`sshd for ${address}:${port} ended at once.`);
    if (await listens(address, port)) return;
  }
  throw new Error(`sshd does not listen on ${address}:${port}.`);
}

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const over = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => over(true)).once('error', () => over(false));
  });
