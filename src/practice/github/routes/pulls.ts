/** Pull requests: open, list, get, close, merge. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { commitsBetween } from '../diff.ts';
import { conflict, GithubError, invalid, notFound, unprocessable } from '../errors.ts';
import { findCommit } from '../git.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { mergePull, openPull } from '../pulls.ts';
import { place } from '../show/place.ts';
import { showPull, showPullSimple } from '../show/pull.ts';
import type { Pull, Repository } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type One = InRepository<{ number: string }>;
const opened = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
});
const updated = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
});
const merged = z.object({
  sha: z.string().optional(),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
});

export function pullRoutes(app: FastifyInstance, github: Github): void {
  const tell = (repository: Repository, pull: Pull, action: string, key: string | null): void => {
    github.journal(`pull.${action}`, `${repository.owner}/${repository.name} ${pull.head}`, key);
    const pull_request = showPull(place(github, repository), pull);
    github.webhooks.emit(repository, 'pull_request', { action, number: pull.number, pull_request });
  };

  app.get<InRepository>('/repos/:owner/:repo/pulls', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const { state = 'open', head, base } = request.query;
    const found = repository.pulls.filter(
      (pull) =>
        (state === 'all' || pull.state === state) &&
        (head === undefined || `${repository.owner}:${pull.head}` === head) &&
        (base === undefined || pull.base === base),
    );
    return pageOf(request, reply, found.reverse()).map((pull) =>
      showPullSimple(place(github, repository), pull),
    );
  });

  app.get<One>('/repos/:owner/:repo/pulls/:number', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    return showPull(place(github, repository), pullOf(repository, params.number));
  });

  app.get<InRepository<{ ref: string }>>('/repos/:owner/:repo/commits/:ref/pulls', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const commit = findCommit(repository, params.ref);
    if (commit === undefined) throw unprocessable(`No commit found for SHA: ${params.ref}`);
    const found = repository.pulls.filter((pull) => brought(repository, pull, commit.sha));
    return found.map((pull) => showPullSimple(place(github, repository), pull));
  });

  app.post<InRepository>('/repos/:owner/:repo/pulls', async (request, reply) => {
    const { title, head, base, body } = opened.parse(request.body);
    const { repository, pull } = change(github, request.params, (draft, state) => ({
      repository: draft,
      pull: openPull(state, draft, {
        title,
        head,
        base,
        body: body ?? null,
        now: Date.now(),
        pace: github.pace,
      }),
    }));
    tell(repository, pull, 'create', keyOf(request));
    return reply.status(201).send(showPull(place(github, repository), pull));
  });

  app.patch<One>('/repos/:owner/:repo/pulls/:number', async (request) => {
    const { title, body, state } = updated.parse(request.body);
    const { repository, pull } = change(github, request.params, (draft) => {
      const one = pullOf(draft, request.params.number);
      if (one.mergedAt !== null && state === 'open') {
        throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid' });
      }
      one.title = title ?? one.title;
      one.body = body ?? one.body;
      if (state !== undefined && state !== one.state) one.closedAt = state === 'closed' ? Date.now() : null;
      one.state = state ?? one.state;
      one.updatedAt = Date.now();
      return { repository: draft, pull: one };
    });
    tell(repository, pull, state === 'closed' ? 'close' : 'update', keyOf(request));
    return showPull(place(github, repository), pull);
  });

  app.put<One>('/repos/:owner/:repo/pulls/:number/merge', async (request) => {
    const { sha, commit_title, commit_message } = merged.parse(request.body);
    const { repository, pull, commit } = change(github, request.params, (draft) => {
      const one = pullOf(draft, request.params.number);
      if (one.state === 'closed') throw new GithubError(405, 'Pull Request is not mergeable');
      if (sha !== undefined && sha !== one.headSha) {
        throw conflict('Head branch was modified. Review and try the merge again.');
      }
      const message = [commit_title ?? `Merge pull request #${one.number}`, commit_message ?? one.title].join(
        '\n\n',
      );
      return { repository: draft, pull: one, commit: mergePull(draft, one, message, Date.now()) };
    });
    tell(repository, pull, 'merge', keyOf(request));
    return { sha: commit.sha, merged: true, message: 'Pull Request successfully merged' };
  });
}

/** Whether a commit came with a pull request: one of its own, or the merge. */
function brought(repository: Repository, pull: Pull, sha: string): boolean {
  const { [pull.baseSha]: base, [pull.headSha]: head } = repository.commits;
  if (pull.mergeSha === sha || base === undefined || head === undefined) return pull.mergeSha === sha;
  return commitsBetween(repository, base, head).some((commit) => commit.sha === sha);
}

function pullOf(repository: Repository, number: string): Pull {
  const pull = repository.pulls.find((one) => String(one.number) === number);
  if (pull === undefined) throw notFound();
  return pull;
}
