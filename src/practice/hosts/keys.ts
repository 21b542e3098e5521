/** Keys of practised hosts and of the one who logs in: made when they are missing, by OpenSSH itself. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The public half, as `known_hosts` and `authorized_keys` hold it. */
export function keyPair(path: string): string {
  if (!existsSync(path))
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'practice', '-f', path], {
      stdio: 'ignore',
    });
  return readFileSync(`${path}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ');
}
