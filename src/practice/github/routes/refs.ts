/** Git refs: look up, make, move, delete. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound, unprocessable } from '../errors.ts';
import { findCommit } from '../git.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { deleteTag } from '../releases.ts';
import { showRef } from '../show/commit.ts';
import { place } from '../show/place.ts';
import type { Repository } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

const newRef = z.object({ ref: z.string().regex(/^refs\/(heads|tags)\/.+/), sha: z.string() });
const movedRef = z.object({ sha: z.string(), force: z.boolean().optional() });
type Ref = InRepository<{ '*': string }>;

export function refRoutes(app: FastifyInstance, github: Github): void {
  app.get<Ref>('/repos/:owner/:repo/git/ref/*', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const sha = refsOf(repository).get(params['*']);
    if (sha === undefined) throw notFound();
    return showRef(place(github, repository), params['*'], sha);
  });

  app.get<Ref>('/repos/:owner/:repo/git/matching-refs/*', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const matching = [...refsOf(repository)].filter(([ref]) => ref.startsWith(request.params['*']));
    return pageOf(request, reply, matching).map(([ref, sha]) => showRef(place(github, repository), ref, sha));
  });

  app.post<InRepository>('/repos/:owner/:repo/git/refs', async (request, reply) => {
    const { ref, sha } = newRef.parse(request.body);
    const short = ref.replace(/^refs\//, '');
    const repository = change(github, request.params, (draft) => {
      if (refsOf(draft).has(short)) throw unprocessable('Reference already exists');
      if (draft.commits[sha] === undefined) throw unprocessable('Object does not exist');
      setRef(draft, short, sha);
      return draft;
    });
    journalRef(github, 'ref.create', repository, short, keyOf(request));
    return reply.status(201).send(showRef(place(github, repository), short, sha));
  });

  app.patch<Ref>('/repos/:owner/:repo/git/refs/*', async (request) => {
    const { sha } = movedRef.parse(request.body);
    const short = request.params['*'];
    const repository = change(github, request.params, (draft) => {
      if (!refsOf(draft).has(short)) throw unprocessable('Reference does not exist');
      if (findCommit(draft, sha) === undefined) throw unprocessable('Object does not exist');
      setRef(draft, short, sha);
      return draft;
    });
    journalRef(github, 'ref.update', repository, short, keyOf(request));
    return showRef(place(github, repository), short, sha);
  });

  app.delete<Ref>('/repos/:owner/:repo/git/refs/*', async (request, reply) => {
    const short = request.params['*'];
    const repository = change(github, request.params, (draft) => {
      if (!refsOf(draft).has(short)) throw unprocessable('Reference does not exist');
      if (short.startsWith('tags/')) deleteTag(draft, short.slice('tags/'.length), Date.now());
      else delete draft.branches[short.slice('heads/'.length)];
      return draft;
    });
    journalRef(github, 'ref.delete', repository, short, keyOf(request));
    return reply.status(204).send();
  });
}

const refsOf = ({ branches, tags }: Repository): Map<string, string> =>
  new Map([
    ...Object.entries(branches).map(([name, sha]) => [`heads/${name}`, sha] as const),
    ...Object.entries(tags).map(([name, sha]) => [`tags/${name}`, sha] as const),
  ]);

function setRef(repository: Repository, ref: string, sha: string): void {
  if (ref.startsWith('tags/')) repository.tags[ref.slice('tags/'.length)] = sha;
  else repository.branches[ref.slice('heads/'.length)] = sha;
}

const journalRef = (
  github: Github,
  effect: string,
  { owner, name }: Repository,
  ref: string,
  key: string | null,
) => github.journal(effect, `${owner}/${name} ${ref}`, key);
