/** Where the sockets of open connections are: this worker's own, for nobody else to enter, gone when it ends. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SshSettings } from './ssh-client.ts';

/** By the folder of temporary files they are in. */
const foldersOfThisWorker = new Map<string, string>();

/**
 * A folder for each host by its name and for each set of files: a connection that was let in with one key, and checked against one list of
 * hosts, serves nothing else.
 */
export function connectionsFolder(
  { knownHostsFile, identityFile, configFile, user }: SshSettings,
  host: string,
  temporary: string,
): string {
  const shared = JSON.stringify([knownHostsFile, identityFile, configFile, user, host]);
  const name = createHash('sha256').update(shared).digest('base64url').slice(0, 12);
  const folder = join(ownFolder(temporary), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Short, for the system takes no socket whose path is longer than about a hundred letters, and OpenSSH makes it under a longer name first. */
export const socketIn = (folder: string): string => join(folder, 's');

function ownFolder(temporary: string): string {
  const known = foldersOfThisWorker.get(temporary);
  if (known !== undefined) return known;
  const made = mkdtempSync(join(temporary, 'slipway-ssh-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  foldersOfThisWorker.set(temporary, made);
  return made;
}
