/** Releases. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { createRelease, generatedNotes, publish, publishedRelease } from '../releases.ts';
import { place } from '../show/place.ts';
import { showRelease } from '../show/release.ts';
import type { Release, Repository } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

const created = z.object({
  tag_name: z.string().min(1),
  target_commitish: z.string().optional(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
  generate_release_notes: z.boolean().default(false),
});
const updated = created.omit({ generate_release_notes: true, target_commitish: true }).partial();
const notes = z.object({ tag_name: z.string() });
type Action = 'create' | 'update' | 'delete';
const webhookAction = { create: 'published', update: 'edited', delete: 'deleted' } as const;
type One = InRepository<{ id: string }>;

export function releaseRoutes(app: FastifyInstance, github: Github): void {
  const show = (repository: Repository, release: Release) => showRelease(place(github, repository), release);
  const tell = (repository: Repository, release: Release, action: Action, key: string | null): void => {
    github.journal(`release.${action}`, `${repository.owner}/${repository.name} ${release.tag}`, key);
    github.webhooks.emit(repository, 'release', {
      action: webhookAction[action],
      release: show(repository, release),
    });
  };

  app.get<InRepository>('/repos/:owner/:repo/releases', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    return pageOf(request, reply, repository.releases.toReversed()).map((release) =>
      show(repository, release),
    );
  });

  app.get<InRepository>('/repos/:owner/:repo/releases/latest', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const latest = repository.releases.filter(({ draft, prerelease }) => !draft && !prerelease).at(-1);
    if (latest === undefined) throw notFound();
    return show(repository, latest);
  });

  app.get<InRepository<{ '*': string }>>('/repos/:owner/:repo/releases/tags/*', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const release = publishedRelease(repository, params['*']);
    if (release === undefined) throw notFound();
    return show(repository, release);
  });

  app.get<One>('/repos/:owner/:repo/releases/:id', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    return show(repository, releaseOf(repository, params.id));
  });

  app.post<InRepository>('/repos/:owner/:repo/releases/generate-notes', async (request) => {
    const { tag_name } = notes.parse(request.body);
    const repository = repositoryOf(github.store.get(), request.params);
    return { name: tag_name, body: generatedNotes(repository, tag_name) };
  });

  app.post<InRepository>('/repos/:owner/:repo/releases', async (request, reply) => {
    const wanted = created.parse(request.body);
    const { repository, release } = change(github, request.params, (draft, state) => {
      const body = [
        wanted.body,
        ...(wanted.generate_release_notes ? [generatedNotes(draft, wanted.tag_name)] : []),
      ];
      const { tag_name: tag, draft: isDraft, prerelease } = wanted;
      const made = createRelease(
        state,
        draft,
        {
          tag,
          target: wanted.target_commitish ?? draft.defaultBranch,
          name: wanted.name ?? null,
          body: body.filter(Boolean).join('\n\n') || null,
          draft: isDraft,
          prerelease,
        },
        { now: Date.now(), pace: github.pace },
      );
      return { repository: draft, release: made };
    });
    tell(repository, release, 'create', keyOf(request));
    return reply.status(201).send(show(repository, release));
  });

  app.patch<One>('/repos/:owner/:repo/releases/:id', async (request) => {
    const { tag_name, draft: isDraft, ...rest } = updated.parse(request.body);
    const { repository, release } = change(github, request.params, (draft, state) => {
      const one = releaseOf(draft, request.params.id);
      Object.assign(one, rest, { tag: tag_name ?? one.tag, updatedAt: Date.now() });
      if (one.draft && isDraft === false) publish(state, draft, one, { now: Date.now(), pace: github.pace });
      return { repository: draft, release: one };
    });
    tell(repository, release, 'update', keyOf(request));
    return show(repository, release);
  });

  app.delete<One>('/repos/:owner/:repo/releases/:id', async (request, reply) => {
    const { repository, release } = change(github, request.params, (draft) => {
      const one = releaseOf(draft, request.params.id);
      draft.releases = draft.releases.filter((other) => other !== one);
      return { repository: draft, release: one };
    });
    tell(repository, release, 'delete', keyOf(request));
    return reply.status(204).send();
  });
}

function releaseOf(repository: Repository, id: string): Release {
  const release = repository.releases.find((one) => String(one.id) === id);
  if (release === undefined) throw notFound();
  return release;
}
