/** What the routes of the practice GitHub are given: its state, its journal, its webhooks and its machinery. */
import type { FastifyRequest } from 'fastify';
import type { Store, World } from '../world.ts';
import { notFound } from './errors.ts';
import type { GithubState, Repository } from './state.ts';
import { openWebhooks } from './webhooks.ts';
import type { Webhooks } from './webhooks.ts';

export interface Github {
  readonly store: Store<GithubState>;
  readonly webhooks: Webhooks;
  readonly pace: number;
  /** Base URL of the API; pages for people stand below it too. */
  readonly url: string;
  /** Called after every change, so that the machinery sees new work. */
  wake(): void;
  journal(effect: string, target: string, key: string | null, detail?: unknown): void;
}

export interface RepositoryPath {
  readonly owner: string;
  readonly repo: string;
}

export function openGithub(world: World, store: Store<GithubState>, wake: () => void): Github {
  return {
    store,
    webhooks: openWebhooks(),
    pace: world.pace,
    get url() {
      return `${world.url}/github`;
    },
    wake,
    journal: (effect, target, key, detail) =>
      world.journal.record({
        system: 'github',
        effect,
        target,
        key,
        ...(detail === undefined ? {} : { detail }),
      }),
  };
}

export function repositoryOf(state: GithubState, { owner, repo }: RepositoryPath): Repository {
  const repository = state.repositories[`${owner}/${repo}`];
  if (repository === undefined) throw notFound();
  return repository;
}

/** Changes one repository, durably, and lets the machinery look. */
export function change<R>(
  github: Github,
  path: RepositoryPath,
  how: (repository: Repository, state: GithubState) => R,
): R {
  const result = github.store.update((draft) => how(repositoryOf(draft, path), draft));
  github.wake();
  return result;
}

export function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}
