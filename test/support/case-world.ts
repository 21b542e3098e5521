/** The practice worlds of the conformance cases, a function a system. */
import { createRegistry } from '../../src/practice/oci/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { createWorkspace } from '../../src/practice/slack/index.ts';
import type { Clients } from '../../src/activities/clients.ts';
import type { PracticeSystem } from '../../src/practice/world.ts';
import { createClients } from '../../src/worker/clients.ts';
import type { CaseWorld } from './conformance.ts';
import { startGithub } from './github.ts';
import type { StartedGithub } from './github.ts';
import { images, revisions, startCluster } from './kubernetes-practice.ts';
import { startPracticeSystem } from './practice-system.ts';
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
  const cluster = await startCluster({ pace });
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  await prepare(cluster);
  return caseWorld(cluster, { kubernetes: cluster.client });
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
