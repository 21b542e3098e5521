/** The practice GitHub as a system of the practice world. */
import type { FastifyInstance } from 'fastify';
import type { PracticeSystem, World } from '../world.ts';
import { secondaryLimit } from './errors.ts';
import { installFront } from './front.ts';
import { openGithub } from './github.ts';
import type { Github } from './github.ts';
import { openMachinery } from './machinery.ts';
import type { RunEffects } from './machinery.ts';
import { openRateLimit } from './rate-limit.ts';
import { actionRoutes } from './routes/actions.ts';
import { checkRoutes } from './routes/checks.ts';
import { commitRoutes } from './routes/commits.ts';
import { contentRoutes } from './routes/contents.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { pageRoutes } from './routes/pages.ts';
import { pullRoutes } from './routes/pulls.ts';
import { refRoutes } from './routes/refs.ts';
import { ruleRoutes } from './routes/rules.ts';
import { releaseRoutes } from './routes/releases.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { runRoutes } from './routes/runs.ts';
import { seedState } from './seed.ts';
import type { GithubSeed } from './seed.ts';
import { snapshotOf } from './snapshot.ts';
import type { GithubState } from './state.ts';

export interface PracticeGithub extends PracticeSystem {
  /** The next `times` runs or checks of this name (a workflow's name, a check's name) end in failure. */
  failNext(name: string, times: number): void;
  /** The present state, for those who wire the world together. Read-only. */
  state(): GithubState;
  /** Changes the state behind clients' backs, as another person would. */
  meddle(change: (draft: GithubState) => void): void;
}

const routes: readonly ((app: FastifyInstance, github: Github) => void)[] = [
  refRoutes,
  ruleRoutes,
  commitRoutes,
  contentRoutes,
  deploymentRoutes,
  releaseRoutes,
  checkRoutes,
  actionRoutes,
  runRoutes,
  pullRoutes,
];

export const practiceGithub =
  (seed: GithubSeed, effects: RunEffects = {}) =>
  (world: World): PracticeGithub => {
    const store = world.store('github', () => seedState(seed, Date.now()));
    const machinery = openMachinery(() => github, effects);
    const github = openGithub(world, store, machinery.wake);
    const limit = openRateLimit(() => store.get().rateLimit, 3_600_000 * world.pace);
    return {
      name: 'github',
      prefix: '/github',
      async routes(app) {
        await app.register(async (api) => {
          installFront(api, github, limit);
          repositoryRoutes(api, github, limit);
          for (const install of routes) install(api, github);
        });
        await app.register(async (web) => pageRoutes(web, github));
      },
      rateLimited(reply, retryAfterSeconds) {
        const { status, headers, body } = secondaryLimit(retryAfterSeconds);
        return reply.status(status).headers(headers).send(body);
      },
      start: machinery.wake,
      async stop() {
        await machinery.stop();
        await github.webhooks.settled();
      },
      snapshot: () => snapshotOf(store.get()),
      failNext: (name, times) => store.update((draft) => void (draft.failures[name] = times)),
      state: () => store.get(),
      meddle(change) {
        store.update(change);
        machinery.wake();
      },
    };
  };
