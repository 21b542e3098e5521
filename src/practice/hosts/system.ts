/**
 * Hosts in the practice world: a real SSH server each, on a loopback address of its own, and services that are real processes. What
 * is run on them goes through the world, for the journal and for faults.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../loopback/ports.ts';
import type { BesideWorld } from '../beside.ts';
import { idempotencyKey } from '../idempotency-key.ts';
import type { PracticeSystem, World } from '../world.ts';
import { effectOf } from './effects.ts';
import { keyPair } from './keys.ts';
import type { HostSeed } from './options.ts';
import { install, leashMs } from './programs.ts';
import { sessionCommand } from './session.ts';
import { hostKey, startSshd } from './sshd.ts';
import { unitsOf } from './units.ts';

export interface PracticeHosts extends PracticeSystem {
  /** Where a host has its files: its user's home. */
  root(host: string): string;
  /** Runs a line there, as somebody who has logged in would. */
  run(host: string, line: string): Promise<Ran>;
}

export interface PracticeHostsOptions {
  readonly hosts: readonly HostSeed[];
  /** Programs of the world's own, by name: scripts. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Files of a host that count as what is deployed on it, below its root. */
  readonly deployed?: readonly string[];
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function practiceHosts(
  world: World,
  { hosts, programs = {}, deployed = [] }: PracticeHostsOptions,
): PracticeHosts {
  const dir = join(world.dir, 'hosts');
  const ssh = join(world.dir, 'ssh');
  const ports = world.store<Record<string, number>>('hosts', () => ({}));
  const root = (name: string): string => join(dir, name);
  const running: BesideWorld[] = [];

  const run = (name: string, line: string, stdin = ''): Promise<Ran> => runLine(root(name), line, stdin);
  const everyUnit = async (verb: string): Promise<void> => {
    await Promise.all(
      hosts.flatMap(({ name, units }) => units.map((unit) => run(name, `systemctl ${verb} ${unit.name}`))),
    );
  };
  return {
    name: 'hosts',
    prefix: '/hosts',
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send('slow down'),
    routes: async (app) => {
      app.post<{ Params: { host: string } }>('/:host/*', async (request, reply) => {
        const { host } = request.params;
        const session = request.headers['session'];
        if (typeof session !== 'string' || dirname(dirname(session)) !== join(ssh, host))
          return reply.status(400).send({ error: 'no such session' });
        const line = readFileSync(join(session, 'line'), 'utf8');
        const ran = await run(host, line, readFileSync(join(session, 'stdin'), 'utf8'));
        for (const [name, value] of Object.entries(ran)) writeFileSync(join(session, name), String(value));
        const effect = effectOf(line);
        const key = idempotencyKey(request);
        if (effect !== undefined && key !== null && key !== '')
          world.journal.record({ system: 'hosts', effect: effect.name, target: `${host} ${effect.of}`, key });
        return reply.status(204).send();
      });
    },
    async start() {
      mkdirSync(ssh, { recursive: true, mode: 0o700 });
      if (Object.keys(ports.get()).length > 0) await booted(hosts, root);
      const client = keyPair(join(ssh, 'id_ed25519'));
      for (const host of hosts) {
        const first = !(host.name in ports.get());
        const port = ports.get()[host.name] ?? (await freePort(host.address));
        install(root(host.name), host.units, programs);
        if (first) host.prepare?.(root(host.name));
        ports.update((draft) => void (draft[host.name] = port));
      }
      writeClientFiles(ssh, hosts, (name) => ({
        port: ports.get()[name] ?? 0,
        key: hostKey(join(ssh, name)),
      }));
      running.push(
        ...(await Promise.all(
          hosts.map(({ name, address }) =>
            startSshd({
              dir: join(ssh, name),
              address,
              port: ports.get()[name] ?? 0,
              client,
              forced: sessionCommand(join(ssh, name), `${world.url}/hosts/${name}`),
            }),
          ),
        )),
      );
      await everyUnit('start');
    },
    async stop() {
      await everyUnit('stop');
      await Promise.all(running.splice(0).map((beside) => beside.stop()));
    },
    root,
    run: (name, line) => run(name, line),
    snapshot: () =>
      Object.fromEntries(
        hosts.map(({ name, units }) => [
          name,
          {
            units: unitsOf(root(name), units),
            files: Object.fromEntries(deployed.map((path) => [path, text(join(root(name), path))])),
          },
        ]),
      ),
  };
}

/** Where the world was there before: its services are gone, as those of hosts that were switched off, and nothing tells of them. */
async function booted(hosts: readonly HostSeed[], root: (name: string) => string): Promise<void> {
  await wait(5 * leashMs);
  for (const { name, units } of hosts)
    for (const unit of units) rmSync(join(root(name), 'units', unit.name, 'pid'), { force: true });
}

const text = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/** What a worker's `configFile` and `knownHostsFile` would be. */
function writeClientFiles(
  dir: string,
  hosts: readonly HostSeed[],
  of: (name: string) => { readonly port: number; readonly key: string },
): void {
  const entries = hosts.map((host) => ({ ...host, ...of(host.name) }));
  writeFileSync(
    join(dir, 'config'),
    entries
      .map(
        ({ name, address, port }) =>
          `Host ${name}\n  HostName ${address}\n  Port ${port}\n  HostKeyAlias ${name}\n`,
      )
      .join('\n'),
  );
  writeFileSync(join(dir, 'known_hosts'), entries.map(({ name, key }) => `${name} ${key}\n`).join(''));
}

/** As sshd runs it: by a shell, in the user's home. */
function runLine(home: string, line: string, stdin: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', line], {
      cwd: home,
      env: {
        PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
        HOME: home,
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
      },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (said.stdout += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (said.stderr += part));
    child.stdin.on('error', () => undefined).end(stdin);
    child.once('error', () => resolve({ code: 127, ...said }));
    child.once('close', (code) => resolve({ code: code ?? 128, ...said }));
  });
}
