/** The practice worlds of the conformance cases, a function a system. */
import { createRegistry } from '../../src/practice/oci/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { createWorkspace } from '../../src/practice/slack/index.ts';
import type { Clients } from '../../src/activities/clients.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import type { PracticeSystem } from '../../src/practice/world.ts';
import { createClients } from '../../src/worker/clients.ts';
import type { CaseWorld } from './conformance.ts';
import { startGithub } from './github.ts';
import type { StartedGithub } from './github.ts';
import { images, revisions, startCluster } from './kubernetes-practice.ts';
import { memoryEnvironments } from './memory-environments.ts';
import { startPracticeSystem } from './practice-system.ts';
import { gitAlone, withRegistry } from './real-parts.ts';
import type { RealParts } from './real-parts.ts';
import type { StartedPracticeSystem } from './practice-system.ts';

export async function githubWorld(
  pace: number,
  prepare: (github: StartedGithub) => Promise<unknown> = () => Promise.resolve(),
): Promise<CaseWorld> {
  const github = await startGithub({ pace });
  await prepare(github);
  return caseWorld(github, { github: github.octokit });
}

export type StartedCluster = Awaited<ReturnType<typeof startCluster>>;

/** A cluster in which `shop` runs version 1 and version 2 is wanted. */
export async function clusterWorld(
  pace: number,
  prepare: (cluster: StartedCluster) => Promise<unknown> = () => Promise.resolve(),
): Promise<CaseWorld> {
  const cluster = await startCluster();
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  await prepare(cluster);
  // What went before is none of the case's business, however slow its world is to be.
  cluster.world.pace = pace;
  return clusterCase(cluster, { kubernetes: cluster.client });
}

export async function registryWorld(pace: number, prepare: (registry: Registry) => void): Promise<CaseWorld> {
  const started = await startPracticeSystem(createRegistry, { pace });
  prepare(started.system);
  return caseWorld(started, createClients({ oci: { type: 'oci', url: started.url } }));
}

export async function slackWorld(pace: number): Promise<CaseWorld> {
  const started = await startPracticeSystem(createWorkspace, { pace });
  process.env['CONFORMANCE_SLACK_TOKEN'] = 'xoxb-practice';
  const token = { env: 'CONFORMANCE_SLACK_TOKEN' };
  return caseWorld(
    started,
    createClients({ slack: { type: 'slack', url: `${started.url}/slack/api/`, token } }),
  );
}

export async function environmentsWorld(pace: number): Promise<CaseWorld> {
  // The registry is not asked: it brings the world whose faults and journal are used.
  const started = await startPracticeSystem(createRegistry, { pace });
  const environments = memoryEnvironments(started.world);
  return { ...caseWorld(started, { environments }), snapshot: environments.snapshot };
}

/** A real git server. */
export const gitWorld = async (pace: number): Promise<CaseWorld> => partsWorld(await gitAlone({ pace }));

/** A real git server and a real registry. */
export const imagesWorld = async (pace: number): Promise<CaseWorld> =>
  partsWorld(await withRegistry({ pace }));

const partsWorld = ({ clients, world, snapshot, stop }: RealParts): CaseWorld => ({
  clients,
  faults: world.faults,
  journal: () => [...world.journal.entries()],
  duplicates: () => world.journal.duplicates(),
  snapshot,
  stop,
});

/** A world with a cluster. */
export const clusterCase = (
  started: StartedPracticeSystem<KubernetesPractice>,
  clients: Partial<Clients>,
): CaseWorld => ({
  ...caseWorld(started, clients),
  grantOnly: (rights) => started.system.grantOnly(rights),
});

export function caseWorld<S extends PracticeSystem>(
  { world, system, stop }: StartedPracticeSystem<S>,
  clients: Partial<Clients>,
): CaseWorld {
  return {
    clients,
    faults: world.faults,
    journal: () => [...world.journal.entries()],
    duplicates: () => world.journal.duplicates(),
    snapshot: () => system.snapshot(),
    stop,
  };
}
