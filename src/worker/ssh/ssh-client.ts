/**
 * The SSH client of the steps: OpenSSH itself, so that known hosts, jump hosts and keys are what the team has. Nobody is asked
 * anything, host keys are verified strictly, and nothing is forwarded.
 */
import { tmpdir } from 'node:os';
import { fatal } from '../../activities/errors.ts';
import type { SshClient } from '../../activities/ssh/client.ts';
import { hostNameSchema } from '../../activities/ssh/names.ts';
import { permit } from '../http-client.ts';
import type { Access } from '../http-client.ts';
import { runProgram } from '../run-program.ts';
import { connectionsFolder, socketIn } from './connections.ts';
import { shellLine } from './quote.ts';
import { sshError } from './ssh-errors.ts';

export interface SshSettings {
  readonly access: Access;
  readonly knownHostsFile: string;
  readonly identityFile?: string | undefined;
  readonly configFile?: string | undefined;
  readonly user?: string | undefined;
  readonly connectSeconds: number;
}

const keyVariable = 'SLIPWAY_IDEMPOTENCY_KEY';
const keptSeconds = 10;

/** OpenSSH's own exit code, for all that is not the command's. */
const notTheCommands = 255;

/** `temporary`: where sockets of open connections are put, in a folder of their own. */
export function createSshClient(settings: SshSettings, temporary = tmpdir()): SshClient {
  return {
    async run({ host, command, stdin }, { signal, key, timeoutMs = 60_000, progress }) {
      permit(settings.access, 'POST', `a command to ${host}`);
      if (!hostNameSchema.safeParse(host).success)
        throw fatal('input-invalid', `${JSON.stringify(host)} is no host that ssh may be given.`);
      const line = shellLine(command);
      const folder = connectionsFolder(settings, host, temporary);
      const ran = await runProgram('ssh', [...options(settings, folder), '--', host, line], {
        cwd: folder,
        signal,
        timeoutMs,
        env: { LC_ALL: 'C', ...(key === undefined ? {} : { [keyVariable]: key }) },
        ...(stdin === undefined ? {} : { stdin }),
        ...(progress === undefined ? {} : { line: progress }),
      });
      if (ran.code === notTheCommands) throw sshError(host, ran.log);
      return ran;
    },
  };
}

/** What stands on the command line beats every file, so a configuration file can't loosen any of it. */
function options(
  { knownHostsFile, identityFile, configFile, user, connectSeconds }: SshSettings,
  folder: string,
): string[] {
  const set: Readonly<Record<string, string>> = {
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: JSON.stringify(knownHostsFile),
    GlobalKnownHostsFile: '/dev/null',
    UpdateHostKeys: 'no',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    // A check asks a host several things in a row: the connection is kept for a moment, and ends by itself.
    ControlMaster: 'auto',
    ControlPath: socketIn(folder),
    ControlPersist: String(keptSeconds),
    EscapeChar: 'none',
    RequestTTY: 'no',
    LogLevel: 'ERROR',
    ConnectTimeout: String(connectSeconds),
    ServerAliveInterval: '5',
    ServerAliveCountMax: '3',
    ...(identityFile === undefined
      ? {}
      : { IdentityFile: JSON.stringify(identityFile), IdentitiesOnly: 'yes', IdentityAgent: 'none' }),
    ...(user === undefined ? {} : { User: user }),
    // A host that does not take the variable ignores it.
    SendEnv: keyVariable,
  };
  return ['-F', configFile ?? 'none', ...Object.entries(set).map(([name, value]) => `-o${name}=${value}`)];
}
