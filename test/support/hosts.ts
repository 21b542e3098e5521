/** Real hosts for tests: three SSH servers on loopback addresses, each with a service that is a real process. Started once a suite. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clients } from '../../src/activities/clients.ts';
import { addressesOf, practiceHosts } from '../../src/practice/hosts/index.ts';
import type { HostSeed, PracticeHosts } from '../../src/practice/hosts/index.ts';
import { gitDeploy } from '../../src/practice/wikimedia/git-deploy.ts';
import { duplicatesIn } from '../../src/practice/journal.ts';
import { startWorld } from '../../src/practice/server.ts';
import type { RunningWorld } from '../../src/practice/server.ts';
import type { World } from '../../src/practice/world.ts';
import { createClients } from '../../src/worker/clients.ts';
import type { Systems } from '../../src/worker/config-systems.ts';
import type { CaseWorld } from './conformance.ts';
import { eventually } from './eventually.ts';
import { describeWithHosts } from './real-parts.ts';

export const names = ['web1', 'web2', 'web3'] as const;
export const port = 8601;
/** The deployment host, from which the others get the service. */
export const deploymentHost = 'dep';

/** The commit of version two: it is the same wherever it is made. */
export const versionTwo = '197cf3ddc70cec630bd9607d2f1407d4b452af85';

/** What the service is, by the tag of its checkout. */
const versions = {
  one: serving('one'),
  two: serving('two'),
  broken: "throw new Error('it lacks its fonts');\n",
  mute: "setInterval(() => {}, 1000);\nconsole.log('thinking');\n",
  wrong: serving('wrong', 500),
};
export type Version = keyof typeof versions;

function serving(text: string, status = 200): string {
  return `const { address, port } = JSON.parse(require('node:fs').readFileSync('../etc/listen.json', 'utf8'));
const server = require('node:http').createServer((_, answer) => answer.writeHead(${status}).end('web ${text}\\n'));
server.listen(port, address, () => console.log('started'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
}

export interface TestHosts {
  readonly running: RunningWorld;
  readonly hosts: PracticeHosts;
  readonly clients: Clients;
  /** The hosts as steps take them. */
  readonly addressed: readonly { readonly name: string; readonly address: string }[];
  /** Puts another version of the service where it works; what runs stays. */
  put(host: string, version: Version): Promise<void>;
  stop(): Promise<void>;
}

async function startHosts(): Promise<TestHosts> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-hosts-'));
  const origin = join(dir, 'origin');
  makeOrigin(origin);
  const running = await startWorld({
    dir,
    pace: 0.01,
    systems: (world) => [practiceHosts(world, seeds(world, origin))],
  });
  const hosts = running.systems[0] as PracticeHosts;
  return {
    running,
    hosts,
    clients: createClients({ ssh: sshSystem(dir) }),
    addressed: names.map((name, index) => ({ name, address: addressOf(running.url, index) })),
    async put(host, version) {
      await hosts.run(host, `git -C web checkout --quiet --force ${version}`);
    },
    async stop() {
      await running.stop();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const sshSystem = (worldDir: string): NonNullable<Systems['ssh']> => ({
  type: 'ssh',
  knownHostsFile: join(worldDir, 'ssh/known_hosts'),
  identityFile: join(worldDir, 'ssh/id_ed25519'),
  configFile: join(worldDir, 'ssh/config'),
  connectSeconds: 15,
});

const addressOf = (url: string, index: number): string => `${addressesOf(url)}.${11 + index}`;

const seeds = ({ url, dir }: World, origin: string) => ({
  deployed: ['etc/made', 'web/.git/HEAD'],
  programs: { 'git-deploy': gitDeploy },
  hosts: [
    ...names.map((name, index): HostSeed => ({
      name,
      address: addressOf(url, index),
      units: [{ name: 'web', directory: 'web', command: ['node', 'server.js'] }],
      prepare(root) {
        mkdirSync(join(root, 'etc'), { recursive: true });
        writeFileSync(
          join(root, 'etc/listen.json'),
          JSON.stringify({ address: addressOf(url, index), port }),
        );
        execFileSync('git', ['clone', '--quiet', origin, join(root, 'web')], { stdio: 'ignore' });
        execFileSync('git', ['-C', join(root, 'web'), 'checkout', '--quiet', 'one'], { stdio: 'ignore' });
      },
    })),
    {
      name: deploymentHost,
      address: addressOf(url, names.length),
      units: [],
      prepare(root: string) {
        execFileSync('git', ['clone', '--quiet', origin, join(root, 'web')], { stdio: 'ignore' });
        execFileSync('git', ['-C', join(root, 'web'), 'reset', '--quiet', '--hard', 'one'], {
          stdio: 'ignore',
        });
        const targets = names.map((name) => `${join(dir, 'hosts', name, 'web')}\n`).join('');
        writeFileSync(join(root, 'web/.git/deploy-targets'), targets);
      },
    },
  ],
});

function makeOrigin(origin: string): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  // The commits are the same wherever they are made.
  const date = '2026-01-01T00:00:00Z';
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', origin, ...identity, ...args], { stdio: 'ignore', env });
  mkdirSync(origin);
  git('init', '--quiet', '--initial-branch=master');
  for (const [version, text] of Object.entries(versions)) {
    writeFileSync(join(origin, 'server.js'), text);
    git('add', 'server.js');
    git('commit', '--quiet', '--message', version);
    git('tag', version);
  }
}

/** Each test finds version one up on every host. */
async function reset({ hosts, running }: Pick<TestHosts, 'hosts' | 'running'>): Promise<void> {
  running.world.faults.clear();
  await Promise.all(
    names.map((name) =>
      hosts.run(
        name,
        'rm -rf .slipway etc/made; git -C web checkout --quiet --force one; systemctl show web | grep -q ActiveState=active && cmp -s units/web/revision web/.git/HEAD || systemctl restart web',
      ),
    ),
  );
  await hosts.run(
    deploymentHost,
    'rm -f web/.git/deploy-lock; git -C web config --unset-all slipway.deployment; git -C web reset --quiet --hard one',
  );
  await untilAllAnswer(running.url);
}

/** A process that has begun does not answer yet. */
const untilAllAnswer = (url: string): Promise<unknown> =>
  eventually(
    () =>
      Promise.all(
        names.map((_, index) =>
          fetch(`http://${addressOf(url, index)}:${port}/`).then(
            (answer) => answer.ok,
            () => false,
          ),
        ),
      ),
    (all) => !all.includes(false),
  );

/** A suite with hosts of its own. */
export function describeOnHosts(name: string, body: (hosts: () => TestHosts) => void): void {
  describeWithHosts(name, () => {
    let started: TestHosts | undefined;
    const hosts = (): TestHosts => {
      if (started === undefined) throw new Error('The hosts have not been started.');
      return started;
    };
    beforeAll(async () => {
      started = await startHosts();
      await untilAllAnswer(started.running.url);
    }, 60_000);
    afterEach(() => reset(hosts()));
    afterAll(() => started?.stop());
    body(hosts);
  });
}

/** A case whose tests share hosts where the suite can: each has a journal that begins with it. Elsewhere a world has hosts of its own. */
export function hostsCase() {
  let shared: (() => TestHosts) | undefined;
  return {
    describe: (name: string, body: () => void) =>
      describeOnHosts(name, (hosts) => {
        shared = hosts;
        body();
      }),
    async setUp(): Promise<CaseWorld> {
      if (shared !== undefined) return viewOf(shared());
      const own = await startHosts();
      await untilAllAnswer(own.running.url);
      return { ...viewOf(own), stop: own.stop };
    },
  };
}

function viewOf({ running, clients, hosts }: TestHosts): CaseWorld {
  const { world, snapshot } = running;
  const began = world.journal.entries().length;
  const journal = () => world.journal.entries().slice(began);
  return {
    clients,
    faults: world.faults,
    journal,
    duplicates: () => duplicatesIn(journal()),
    snapshot,
    stop: () => reset({ hosts, running }),
  };
}
