/** Balrog's practice world: every system its release touches, wired together as they are in life. */
import { practiceGithub } from '../github/index.ts';
import { kubernetesPractice, practiceToken } from '../kubernetes/index.ts';
import { createRegistry } from '../oci/index.ts';
import { createPrometheus } from '../prometheus/index.ts';
import { createSentry } from '../sentry/index.ts';
import { createWorkspace } from '../slack/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import { applicationSeeds } from './applications.ts';
import { runEffects, taskcluster } from './machine.ts';
import { deployedVersion, images, sentryProjects } from './options.ts';
import type { BalrogOptions } from './options.ts';
import { githubSeed } from './repository.ts';
import { balrogTraffic } from './traffic.ts';

export const balrogWorld =
  (options: BalrogOptions = {}) =>
  (world: World): readonly PracticeSystem[] => {
    const registry = createRegistry(world);
    const cluster = kubernetesPractice({
      applications: applicationSeeds(),
      behaviour: options.argo ?? 'calm',
    })(world);
    const github = practiceGithub(githubSeed(options), runEffects({ registry, cluster }))(world);
    const traffic = balrogTraffic(world, cluster, options);
    seedImages(registry);
    return [
      github,
      cluster,
      registry,
      createWorkspace(world, { channels: ['balrog'], token: practiceToken }),
      createPrometheus(world, { traffic }),
      createSentry(world, {
        traffic,
        token: practiceToken,
        projects: Object.values(sentryProjects),
        reportedAs: ({ service, version, labels }) => ({
          project: service.endsWith('-admin') ? sentryProjects.admin : sentryProjects.app,
          release: version,
          environment: labels['environment'] ?? '',
        }),
      }),
      taskcluster(world, github, registry),
    ];
  };

/** Those of the deployed version; a world that has them already keeps them as they are. */
function seedImages(registry: ReturnType<typeof createRegistry>): void {
  for (const { built, deployed } of [images.backend, images.agent]) {
    for (const name of [built, deployed]) registry.push(name, `v${deployedVersion}`);
  }
}
