/** Files: read, write and remove by the contents API, one commit each. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { conflict, invalid, notFound, unprocessable } from '../errors.ts';
import { addCommit, findCommit } from '../git.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { showGitCommit } from '../show/commit.ts';
import { showDirectory, showFile } from '../show/content.ts';
import { place } from '../show/place.ts';
import type { Commit, Repository } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type File = InRepository<{ '*': string }>;
const base = z.object({ message: z.string().min(1), branch: z.string().optional() });
const written = base.extend({ content: z.base64(), sha: z.string().optional() });
const removed = base.extend({ sha: z.string() });

export function contentRoutes(app: FastifyInstance, github: Github): void {
  app.get<File>('/repos/:owner/:repo/contents/*', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const path = request.params['*'].replace(/^\/|\/$/g, '');
    const commit = findCommit(repository, request.query['ref'] ?? repository.defaultBranch);
    if (commit === undefined) throw notFound();
    const at = place(github, repository);
    if (commit.tree[path] !== undefined) return showFile(at, commit, path);
    const entries = showDirectory(at, commit, path);
    if (entries.length === 0) throw notFound();
    return pageOf(request, reply, entries);
  });

  app.put<File>('/repos/:owner/:repo/contents/*', async (request, reply) => {
    const { content, ...rest } = written.parse(request.body);
    const text = Buffer.from(content, 'base64').toString('utf8');
    const { repository, commit, existed } = write(github, request, { ...rest, content: text });
    const at = place(github, repository);
    const { content: _content, encoding: _encoding, ...file } = showFile(at, commit, request.params['*']);
    return reply.status(existed ? 200 : 201).send({ content: file, commit: showGitCommit(at, commit) });
  });

  app.delete<File>('/repos/:owner/:repo/contents/*', async (request) => {
    const { repository, commit } = write(github, request, { ...removed.parse(request.body), content: null });
    return { content: null, commit: showGitCommit(place(github, repository), commit) };
  });
}

interface Change {
  readonly message: string;
  readonly branch?: string | undefined;
  readonly sha?: string | undefined;
  /** Null removes. */
  readonly content: string | null;
}

function write(github: Github, request: FastifyRequest<File>, wanted: Change) {
  const path = request.params['*'];
  const result = change(github, request.params, (repository) => {
    const branch = wanted.branch ?? repository.defaultBranch;
    const head = repository.commits[repository.branches[branch] ?? ''];
    if (head === undefined) throw notFound();
    const present = head.tree[path];
    checkSha(path, present, wanted);
    const commit = commitTo(repository, branch, head, {
      message: wanted.message,
      changes: { [path]: wanted.content },
    });
    return { repository, commit, branch, existed: present !== undefined };
  });
  const { repository, branch, commit } = result;
  const effect = wanted.content === null ? 'contents.delete' : 'contents.put';
  github.journal(effect, `${repository.owner}/${repository.name} ${branch}:${path}`, keyOf(request), {
    message: wanted.message,
  });
  github.webhooks.emit(repository, 'push', { ref: `refs/heads/${branch}`, after: commit.sha });
  return result;
}

/** GitHub wants to know which content the writer has seen. */
function checkSha(path: string, present: string | undefined, { sha, content }: Change): void {
  if (present === undefined) {
    if (content === null) throw notFound();
    if (sha !== undefined) throw conflict(`${path} does not match ${sha}`);
    return;
  }
  if (sha === undefined) throw invalid({ resource: 'Contents', field: 'sha', code: 'missing_field' });
  if (!/^[0-9a-f]{40}$/.test(sha)) throw unprocessable('Invalid request.\n\n"sha" wasn\'t a valid sha.');
  if (sha !== present) throw conflict(`${path} does not match ${sha}`);
}

function commitTo(
  repository: Repository,
  branch: string,
  head: Commit,
  { message, changes }: { message: string; changes: Record<string, string | null> },
): Commit {
  const commit = addCommit(repository, {
    message,
    changes,
    parents: [head.sha],
    author: 'practice',
    at: Date.now(),
  });
  repository.branches[branch] = commit.sha;
  for (const pull of repository.pulls) {
    if (pull.state === 'open' && pull.head === branch) pull.headSha = commit.sha;
  }
  return commit;
}
