/** sre-test's practice world: a real git server, a GitHub that shows it, a real registry, and a cluster in which dev and prod run older commits. */
import { busybox } from './busybox.ts';
import { practiceApp } from '../app/index.ts';
import { practiceGit } from '../git/index.ts';
import { githubOfGit } from '../github/shows-git.ts';
import { practiceImages, seedDigest } from '../images/index.ts';
import type { ImageSeed } from '../images/index.ts';
import { kubernetesPractice, practiceToken } from '../kubernetes/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import {
  baseImage,
  deployment,
  earlierRelease,
  environments,
  image,
  namespaceOf,
  practiceUser,
  repository,
} from './options.ts';
import type { SreTestEnvironment, SreTestOptions } from './options.ts';
import { repositorySeed } from './repository.ts';

export const sreTestWorld =
  (options: SreTestOptions = {}) =>
  (world: World): readonly PracticeSystem[] => {
    const login = { username: practiceUser, password: practiceToken };
    const git = practiceGit(world, { repositories: [repositorySeed(options)], login });
    const commitOf = (ref: string): string => git.refs(repository)[ref] ?? '';
    const seeds = imageSeeds({
      prod: commitOf(`refs/tags/${earlierRelease}`),
      dev: git.parentOf(repository, 'master'),
    });
    const cluster = kubernetesPractice({
      workloads: Object.fromEntries(
        environments.map((environment) => [
          namespaceOf(environment),
          [
            {
              kind: 'Deployment' as const,
              name: deployment,
              image: `${new URL(world.url).host}/${image}@${seedDigest(seeds[environment])}`,
              replicas: 3,
              progressDeadlineSeconds: 60,
            },
          ],
        ]),
      ),
    })(world);
    return [
      git,
      githubOfGit(world, git, repository),
      practiceImages(world, { images: [base(), ...Object.values(seeds)], login }),
      cluster,
      practiceApp(cluster),
    ];
  };

const base = (): ImageSeed => ({
  repository: baseImage,
  tags: ['1'],
  labels: {},
  files: { 'bin/busybox': busybox() },
});

/** Built long ago, and tried then. */
const imageSeeds = (
  commits: Readonly<Record<SreTestEnvironment, string>>,
): Record<SreTestEnvironment, ImageSeed> => {
  const of = (commit: string, tags: readonly string[]): ImageSeed => ({
    repository: image,
    tags: [commit, ...tags],
    labels: { 'org.opencontainers.image.revision': commit, 'org.opencontainers.image.source': repository },
  });
  return { prod: of(commits.prod, ['live', earlierRelease]), dev: of(commits.dev, ['latest']) };
};
