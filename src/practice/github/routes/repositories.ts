/** The account, the repository itself, its branches and tags. */
import type { FastifyInstance } from 'fastify';
import { notFound } from '../errors.ts';
import type { Github } from '../github.ts';
import { repositoryOf } from '../github.ts';
import type { RateLimit } from '../rate-limit.ts';
import { showBranch, showTag } from '../show/commit.ts';
import { place } from '../show/place.ts';
import { showRepository } from '../show/repository.ts';
import { showSelf } from '../show/user.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

export function repositoryRoutes(app: FastifyInstance, github: Github, limit: RateLimit): void {
  app.get('/user', async () => showSelf(github.url));

  app.get('/rate_limit', async () => {
    const rate = limit.show();
    return {
      rate,
      resources: { core: rate, search: { limit: 30, remaining: 30, used: 0, reset: rate.reset } },
    };
  });

  app.get<InRepository>('/repos/:owner/:repo', async ({ params }) =>
    showRepository(place(github, repositoryOf(github.store.get(), params))),
  );

  app.get<InRepository>('/repos/:owner/:repo/branches', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const at = place(github, repository);
    const short = Object.entries(repository.branches).map(([name, sha]) => ({
      name,
      commit: { sha, url: `${at.api}/commits/${sha}` },
      protected: false,
    }));
    return pageOf(request, reply, short);
  });

  app.get<InRepository<{ branch: string }>>('/repos/:owner/:repo/branches/:branch', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const commit = repository.commits[repository.branches[params.branch] ?? ''];
    if (commit === undefined) throw notFound();
    return showBranch(place(github, repository), params.branch, commit);
  });

  app.get<InRepository>('/repos/:owner/:repo/tags', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const at = place(github, repository);
    return pageOf(request, reply, Object.entries(repository.tags).reverse()).map(([name, sha]) =>
      showTag(at, name, sha),
    );
  });
}
