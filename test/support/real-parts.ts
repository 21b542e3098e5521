/** A real git server and a real registry, small ones, and whether this machine has the programs for them. */
import { practiceGit } from '../../src/practice/git/index.ts';
import type { PracticeGit } from '../../src/practice/git/index.ts';
import { practiceImages, seedDigest } from '../../src/practice/images/index.ts';
import type { ImageSeed, PracticeImages, PracticeImagesOptions } from '../../src/practice/images/index.ts';
import { kubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import { startWorld } from '../../src/practice/server.ts';
import { busybox, hasBusybox } from '../../src/practice/sre-test/busybox.ts';
import type { PracticeSystem, World } from '../../src/practice/world.ts';
import type { Clients } from '../../src/activities/clients.ts';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { systemsOf } from '../../src/worker/systems-of.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from './describe-with.ts';

export const describeWithGit = describeWith('git');
export const describeWithRegistry = describeWith('docker-registry');
/** All of git, the registry, buildah and a busybox to put into images. */
const forImages = ['git', 'docker-registry', 'buildah', 'busybox'] as const;
export const describeWithImages = describeWith(...forImages);

/** SSH servers on loopback addresses, and what a service needs on them. */
const forHosts = ['git', 'sshd', 'ssh', 'curl'] as const;
export const describeWithHosts = describeWith(...forHosts);

/** All of that, and what builds modules. */
export const describeWithDeployments = describeWith(...forImages, ...forHosts);

export const login = { username: 'practice', password: 'practice-cluster' };
export const repository = 'team/app';

/** The repository's commits: `side` and `main` part after the first. */
const commits = [
  {
    message: 'First',
    branch: 'main',
    files: { Dockerfile: dockerfile('one'), 'page.html': 'one\n' },
    branches: ['release', 'side'],
    tags: ['v1'],
  },
  { message: 'Second', branch: 'main', files: { Dockerfile: dockerfile('two'), 'page.html': 'two\n' } },
  { message: 'Aside', branch: 'side', files: { 'aside.html': 'aside\n' } },
];

function dockerfile(name: string): string {
  return `FROM scratch AS test\nCOPY page.html /tested.html\nFROM scratch\nLABEL name=${name}\nCOPY page.html /page.html\n`;
}

/** Their hashes: files, times and people are the same in every world. */
export const shas = {
  first: '88ce5199df604b312fd8709ce991529313bdaf7d',
  second: '31f9d823a4ab614feb02d130105a4a3e8f61e8cb',
  aside: 'ce849a8be291013303b378fd32cfaccf095930b8',
} as const;

const seed = (text: string, tags: readonly string[], more: Partial<ImageSeed> = {}): ImageSeed => ({
  repository,
  tags,
  labels: { 'org.opencontainers.image.revision': text, 'org.opencontainers.image.source': repository },
  ...more,
});

/** What the registry begins with: two images that do nothing, and one that serves a page. */
export const imageSeeds = {
  one: seed('one', ['one', 'latest']),
  two: seed('two', ['two']),
  web: seed('web', ['web'], {
    files: hasBusybox() ? { 'bin/busybox': busybox() } : {},
    command: ['/bin/busybox', 'sh', '-c', 'exec /bin/busybox httpd -f -p "$HOST:$PORT" -h /bin'],
  }),
};
export const digests = {
  one: seedDigest(imageSeeds.one),
  two: seedDigest(imageSeeds.two),
  web: seedDigest(imageSeeds.web),
};

export interface RealParts {
  readonly url: string;
  readonly world: World;
  readonly git: PracticeGit;
  readonly images: PracticeImages;
  readonly clients: Clients;
  snapshot(): Record<string, unknown>;
  stop(): Promise<void>;
}

export interface RealPartsOptions extends Pick<PracticeImagesOptions, 'deletes'> {
  /** Settings of the git server for the repository: `receive.denyNonFastForwards`. */
  readonly gitConfig?: Readonly<Record<string, string>>;
  readonly pace?: number;
}

export const gitAlone = (options: RealPartsOptions = {}): Promise<RealParts> => start(options, 'git');
export const withRegistry = (options: RealPartsOptions = {}): Promise<RealParts> =>
  start(options, 'registry');

async function start(
  { gitConfig = {}, deletes = 'yes', pace = 0.01 }: RealPartsOptions,
  parts: 'git' | 'registry',
): Promise<RealParts> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-parts-'));
  const running = await startWorld({
    dir,
    pace,
    systems: (world): readonly PracticeSystem[] => [
      practiceGit(world, { repositories: [{ name: repository, config: gitConfig, commits }], login }),
      ...(parts === 'git'
        ? []
        : [practiceImages(world, { images: Object.values(imageSeeds), login, deletes })]),
      kubernetesPractice({
        workloads: { demo: [{ kind: 'Deployment', name: 'web', image: 'example.com/web:1', replicas: 3 }] },
      })(world),
    ],
  });
  const { url, world, systems, snapshot } = running;
  const found = (name: string): PracticeSystem => {
    const system = systems.find((one) => one.name === name);
    if (system === undefined) throw new Error(`These parts have no ${name}.`);
    return system;
  };
  return {
    url,
    world,
    git: found('git') as PracticeGit,
    get images() {
      return found('oci') as PracticeImages;
    },
    clients: clientsAt(url),
    snapshot,
    async stop() {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function clientsAt(url: string): Clients {
  process.env['REAL_PARTS_PASSWORD'] = login.password;
  const password = { env: 'REAL_PARTS_PASSWORD' };
  const systems = systemsOf(
    configSchema.parse({
      runbooks: [],
      environments: { demo: {} },
      systems: {
        git: { type: 'git', url: `${url}/git`, username: login.username, password },
        oci: { type: 'oci', url, username: login.username, password },
        kubernetes: { type: 'kubernetes', server: `${url}/kubernetes`, token: password },
      },
    }),
    'demo',
  );
  if (!systems.ok) throw new Error('There is no such environment.');
  return createClients(systems.systems);
}
