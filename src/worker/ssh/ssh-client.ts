/**
 * The SSH client of the steps: OpenSSH itself, so that known hosts, jump hosts and keys are what the team has. Nobody is asked
 * anything, host keys are verified strictly, and nothing is forwarded.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fatal } from '../../activities/errors.ts';
import type { SshClient } from '../../activities/ssh/client.ts';
import { hostNameSchema } from '../../activities/ssh/names.ts';
import { permit } from '../http-client.ts';
import type { Access } from '../http-client.ts';
import { runProgram } from '../run-program.ts';
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

export function createSshClient(settings: SshSettings): SshClient {
  return {
    async run({ host, command, stdin }, { signal, key, timeoutMs = 60_000, progress }) {
      permit(settings.access, 'POST', `a command to ${host}`);
      if (!hostNameSchema.safeParse(host).success)
        throw fatal('input-invalid', `${JSON.stringify(host)} is no host that ssh may be given.`);
      const line = shellLine(command);
      const folder = connectionsFolder(settings, host);
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

let folderOfThisWorker: string | undefined;

/**
 * Where the sockets of open connections are: this worker's own, and for nobody else to enter. A folder for each host by its name and
 * for each set of files: a connection that was let in with one key, and checked against one list of hosts, serves nothing else.
 */
function connectionsFolder(
  { knownHostsFile, identityFile, configFile, user }: SshSettings,
  host: string,
): string {
  if (folderOfThisWorker === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'slipway-ssh-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folderOfThisWorker = made;
  }
  const shared = JSON.stringify([knownHostsFile, identityFile, configFile, user, host]);
  const folder = join(folderOfThisWorker, createHash('sha256').update(shared).digest('hex').slice(0, 8));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
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
    ControlPath: join(folder, '%C'),
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
