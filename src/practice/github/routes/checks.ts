/** Check runs and commit statuses. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound, unprocessable } from '../errors.ts';
import { findCommit } from '../git.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github, RepositoryPath } from '../github.ts';
import { showCheckRun, showCombinedStatus, showStatus } from '../show/check.ts';
import { place } from '../show/place.ts';
import type { CommitStatus } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type AtRef = InRepository<{ ref: string }>;
const newStatus = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});

export function checkRoutes(app: FastifyInstance, github: Github): void {
  const commitOf = (path: RepositoryPath & { ref: string }) => {
    const repository = repositoryOf(github.store.get(), path);
    const commit = findCommit(repository, path.ref);
    if (commit === undefined) throw unprocessable(`No commit found for SHA: ${path.ref}`);
    return { repository, commit, at: place(github, repository) };
  };

  app.get<AtRef>('/repos/:owner/:repo/commits/:ref/check-runs', async (request, reply) => {
    const { repository, commit, at } = commitOf(request.params);
    const { check_name, status } = request.query;
    const found = repository.checkRuns.filter(
      (check) =>
        check.sha === commit.sha &&
        (check_name === undefined || check.name === check_name) &&
        (status === undefined || check.work.status === status),
    );
    // GitHub's default filter: the latest of each name.
    const latest = [...new Map(found.map((check) => [check.name, check])).values()].reverse();
    return {
      total_count: latest.length,
      check_runs: pageOf(request, reply, latest).map((check) => showCheckRun(at, check)),
    };
  });

  app.get<InRepository<{ id: string }>>('/repos/:owner/:repo/check-runs/:id', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const check = repository.checkRuns.find(({ id }) => String(id) === params.id);
    if (check === undefined) throw notFound();
    return showCheckRun(place(github, repository), check);
  });

  app.get<AtRef>('/repos/:owner/:repo/commits/:ref/status', async (request, reply) => {
    const { repository, commit, at } = commitOf(request.params);
    const latest = latestByContext(repository.statuses.filter(({ sha }) => sha === commit.sha));
    return showCombinedStatus(at, commit.sha, pageOf(request, reply, latest), latest.length);
  });

  app.get<AtRef>('/repos/:owner/:repo/commits/:ref/statuses', async (request, reply) => {
    const { repository, commit, at } = commitOf(request.params);
    const statuses = repository.statuses.filter(({ sha }) => sha === commit.sha).reverse();
    return pageOf(request, reply, statuses).map((status) => showStatus(at, status));
  });

  app.post<InRepository<{ sha: string }>>('/repos/:owner/:repo/statuses/:sha', async (request, reply) => {
    const { state, context, description, target_url } = newStatus.parse(request.body);
    const { sha } = commitOf({ ...request.params, ref: request.params.sha }).commit;
    const { repository, status } = change(github, request.params, (draft, world) => {
      const made: CommitStatus = {
        id: world.nextId++,
        sha,
        context,
        state,
        description: description ?? null,
        targetUrl: target_url ?? null,
        at: Date.now(),
      };
      draft.statuses.push(made);
      return { repository: draft, status: made };
    });
    github.journal(
      'status.create',
      `${repository.owner}/${repository.name} ${sha} ${context}`,
      keyOf(request),
    );
    return reply.status(201).send(showStatus(place(github, repository), status));
  });
}

const latestByContext = (statuses: readonly CommitStatus[]): CommitStatus[] => [
  ...new Map(statuses.map((status) => [status.context, status])).values(),
];
