/** Who speaks: `--as`, else SLIPWAY_USER, else the user of this machine. */
import { userInfo } from 'node:os';
import { usage } from './cli-error.ts';

export function whoSpeaks(as: string | undefined, env: NodeJS.ProcessEnv): string {
  const login = as ?? env['SLIPWAY_USER'] ?? machineUser();
  if (login !== undefined && login !== '') return login;
  throw usage('Nobody knows who you are.', 'Give --as <login>, or set SLIPWAY_USER.');
}

function machineUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A container may run under an id that has no name.
    return undefined;
  }
}
