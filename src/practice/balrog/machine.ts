/** What sets what in motion: Taskcluster pushes images, actions deploy the UI and tell Argo CD what to want. */
import type { CompletedRun, GithubState, PracticeGithub, RunEffects } from '../github/index.ts';
import type { KubernetesPractice } from '../kubernetes/index.ts';
import type { Registry } from '../oci/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import { applicationName, imageOf, services } from './applications.ts';
import { environments, images, repository, taskclusterChecks, workflows } from './options.ts';

interface Systems {
  readonly registry: Registry;
  readonly cluster: KubernetesPractice;
}

export const runEffects = ({ registry, cluster }: Systems): RunEffects => ({
  [workflows.image](run) {
    const tag = inputOf(run, 'image_tag');
    for (const { built, deployed } of [images.backend, images.agent]) {
      if (!has(registry, built, tag)) throw new Error(`manifest for ${built}:${tag} not found`);
      registry.push(deployed, tag, { key: run.key });
    }
    // What follows here in life: the manifests name the new image, in stage and in production.
    for (const environment of environments) {
      for (const service of services) {
        cluster.setDesired({ name: applicationName(environment, service) }, tag, {
          [`balrog-${service}`]: imageOf(service, tag),
        });
      }
    }
  },
  [workflows.ui](run) {
    run.deploy(`balrog-ui/${inputOf(run, 'deploy_env')}`, inputOf(run, 'ref'));
  },
});

function inputOf({ inputs }: CompletedRun, name: string): string {
  const value = inputs[name];
  if (value === undefined) throw new Error(`the input ${name} is missing`);
  return value;
}

function has(registry: Registry, name: string, tag: string): boolean {
  const snapshot = registry.snapshot() as Record<string, Record<string, string>>;
  return snapshot[name]?.[tag] !== undefined;
}

/** How often Taskcluster looks whether one of its tasks is through. */
const lookMs = 50;

/** Taskcluster: pushes the images of a release when its tasks have passed. What is due is read from GitHub's state. */
export function taskcluster(_world: World, github: PracticeGithub, registry: Registry): PracticeSystem {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const { name, tag } of pushesDue(github.state())) registry.push(name, tag);
  };
  return {
    name: 'taskcluster',
    prefix: '/taskcluster',
    routes: async () => {},
    rateLimited: (reply) => reply.status(429).send({ message: 'practised fault: 429' }),
    start() {
      timer = setInterval(look, lookMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
    },
    snapshot: () => ({}),
  };
}

/** Images whose task has succeeded; to push them again changes nothing. */
function pushesDue(state: GithubState): { readonly name: string; readonly tag: string }[] {
  const repo = state.repositories[`${repository.owner}/${repository.name}`];
  if (repo === undefined) return [];
  return Object.entries(repo.tags).flatMap(([tag, sha]) =>
    taskclusterChecks.flatMap((check) => {
      if (!('pushes' in check)) return [];
      const passed = repo.checkRuns.some(
        (run) => run.sha === sha && run.name === check.name && run.work.conclusion === 'success',
      );
      return passed ? [{ name: check.pushes, tag }] : [];
    }),
  );
}
