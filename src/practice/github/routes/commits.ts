/** Commits and comparisons. */
import type { FastifyInstance } from 'fastify';
import { notFound, unprocessable } from '../errors.ts';
import { findCommit, history, touches } from '../git.ts';
import type { Github } from '../github.ts';
import { repositoryOf } from '../github.ts';
import { showCommit, showCommitWithFiles, showComparison } from '../show/commit.ts';
import { place } from '../show/place.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

export function commitRoutes(app: FastifyInstance, github: Github): void {
  app.get<InRepository>('/repos/:owner/:repo/commits', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const { sha = repository.defaultBranch, path } = request.query;
    const head = findCommit(repository, sha);
    if (head === undefined) throw notFound();
    const commits = history(repository, head.sha).filter(
      (commit) => path === undefined || touches(repository, commit, path),
    );
    return pageOf(request, reply, commits).map((commit) => showCommit(place(github, repository), commit));
  });

  app.get<InRepository<{ ref: string }>>('/repos/:owner/:repo/commits/:ref', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const commit = findCommit(repository, params.ref);
    if (commit === undefined) throw unprocessable(`No commit found for SHA: ${params.ref}`);
    return showCommitWithFiles(place(github, repository), commit);
  });

  app.get<InRepository<{ '*': string }>>('/repos/:owner/:repo/compare/*', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const [from = '', to = ''] = params['*'].split('...');
    const base = findCommit(repository, from);
    const head = findCommit(repository, to);
    if (base === undefined || head === undefined) throw notFound();
    return showComparison(place(github, repository), base, head);
  });
}
