/** CJWorkbench's practice world: its repository, its registry, and a cluster in which staging and production run older commits. */
import { practiceApp } from '../app/index.ts';
import { practiceGithub } from '../github/index.ts';
import type { PracticeGithub } from '../github/index.ts';
import { kubernetesPractice } from '../kubernetes/index.ts';
import type { WorkloadSeed } from '../kubernetes/index.ts';
import { createRegistry } from '../oci/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import {
  branch,
  deploymentOf,
  environments,
  imageOf,
  images,
  rabbitmq,
  repository,
  services,
  stuckNode,
} from './options.ts';
import type { CjworkbenchEnvironment, CjworkbenchOptions } from './options.ts';
import { programs } from './programs.ts';
import { githubSeed, migrationsByCommit } from './repository.ts';

/** Which commit each environment runs when the world begins, 0 the oldest. */
const runs: Readonly<Record<CjworkbenchEnvironment, number>> = { production: 0, staging: 1 };

export const cjworkbenchWorld =
  (options: CjworkbenchOptions = {}) =>
  (world: World): readonly PracticeSystem[] => {
    const github = practiceGithub(githubSeed(options))(world);
    const commits = commitsOf(github);
    const registry = createRegistry(world);
    const digests = commits.map((commit) =>
      Object.fromEntries(
        images.map((name) => [
          name,
          registry.push(imageOf(name), commit, {
            labels: {
              'org.opencontainers.image.revision': commit,
              'org.opencontainers.image.source': `https://github.com/${repository.owner}/${repository.name}`,
            },
          }),
        ]),
      ),
    );
    const host = new URL(world.url).host;
    const runningAs = (name: (typeof images)[number], commit: number): string =>
      `${host}/${imageOf(name)}@${digests[commit]?.[name] ?? ''}`;
    const cluster = kubernetesPractice({
      workloads: Object.fromEntries(
        environments.map((environment) => [
          environment,
          workloads(environment, (name) => runningAs(name, runs[environment])),
        ]),
      ),
      kept: Object.fromEntries(
        environments.map((environment) => [
          environment,
          { migrations: migrationsByCommit.slice(0, runs[environment] + 1).flat(), renderCache: 20_000 },
        ]),
      ),
      programs: programs(options, (image) => {
        const found = digests.findIndex((of) => Object.values(of).some((digest) => image.endsWith(digest)));
        return found < 0 ? undefined : found;
      }),
    })(world);
    return [github, registry, cluster, practiceApp(cluster)];
  };

/** Of the branch, oldest first. */
export function commitsOf(github: PracticeGithub): string[] {
  const found = github.state().repositories[`${repository.owner}/${repository.name}`];
  const commits: string[] = [];
  for (let at = found?.branches[branch]; at !== undefined; at = found?.commits[at]?.parents[0])
    commits.unshift(at);
  return commits;
}

const replicas = { frontend: 3, fetcher: 2, renderer: 2, cron: 1 } as const;

const workloads = (
  environment: CjworkbenchEnvironment,
  imageFor: (name: (typeof services)[number]) => string,
): WorkloadSeed[] => [
  ...services.map((service): WorkloadSeed => ({
    kind: 'Deployment',
    name: deploymentOf(service),
    image: imageFor(service),
    replicas: replicas[service],
    progressDeadlineSeconds: 60,
    ...(service === 'cron' ? { replaces: 'Recreate' } : {}),
  })),
  {
    kind: 'StatefulSet',
    name: rabbitmq,
    image: 'gcr.example.org/rabbitmq:3.7',
    replicas: 3,
    ...(environment === 'staging' ? { annotatedPods: { [stuckNode]: { stuck: '2019-01-25' } } } : {}),
  },
];
