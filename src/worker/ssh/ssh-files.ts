/** What the doctor can tell of the worker's SSH files without asking a host: that they are there, and nobody else's to read. */
import { readFileSync, statSync } from 'node:fs';
import type { Systems } from '../config-systems.ts';

type SshSystem = NonNullable<Systems['ssh']>;

export function sshFilesAnswer({ knownHostsFile, identityFile, configFile }: SshSystem): string {
  const keys = read(knownHostsFile)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#')).length;
  if (keys === 0) throw new Error(`${knownHostsFile} holds no host key: every host will be refused`);
  if (identityFile !== undefined) {
    read(identityFile);
    if ((statSync(identityFile).mode & 0o077) !== 0)
      throw new Error(`${identityFile} may be read by others: OpenSSH refuses it (chmod 600)`);
  }
  if (configFile !== undefined) read(configFile);
  return `knows ${keys} host keys; no host was asked`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`the worker can't read ${path}`);
  }
}
