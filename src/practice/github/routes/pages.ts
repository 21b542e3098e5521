/** Pages for people behind the `html_url`s: plain, so that a link in a release leads somewhere. No token is asked. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import type { Repository } from '../state.ts';
import type { InRepository } from './page.ts';

interface Page {
  readonly path: string;
  /** What the page shows, or undefined if there is no such thing. */
  find(repository: Repository, id: string): { readonly title: string; readonly shown: object } | undefined;
}

const pages: readonly Page[] = [
  {
    path: 'actions/runs/:id',
    find: ({ runs }, id) =>
      titled(
        runs.find((run) => String(run.id) === id),
        ({ title }) => title,
      ),
  },
  {
    path: 'runs/:id',
    find: ({ checkRuns }, id) =>
      titled(
        checkRuns.find((check) => String(check.id) === id),
        ({ name }) => name,
      ),
  },
  {
    path: 'releases/tag/:id',
    find: ({ releases }, id) =>
      titled(
        releases.find(({ tag }) => tag === id),
        ({ tag }) => `Release ${tag}`,
      ),
  },
  {
    path: 'pull/:id',
    find: ({ pulls }, id) =>
      titled(
        pulls.find((pull) => String(pull.number) === id),
        ({ title }) => title,
      ),
  },
  { path: 'commit/:id', find: ({ commits }, id) => titled(commits[id], ({ message }) => message) },
];

export function pageRoutes(app: FastifyInstance, github: Github): void {
  app.setErrorHandler((_error, _request, reply) => html(reply.status(404), 'Not found', {}));
  for (const { path, find } of pages) {
    app.get<InRepository<{ id: string }>>(`/:owner/:repo/${path}`, async ({ params }, reply) => {
      const found = find(repositoryOf(github.store.get(), params), params.id);
      if (found === undefined) return html(reply.status(404), 'Not found', {});
      return html(reply, `${params.owner}/${params.repo}: ${found.title}`, found.shown);
    });
  }
}

const titled = <T extends object>(shown: T | undefined, title: (shown: T) => string) =>
  shown === undefined ? undefined : { title: title(shown), shown };

function html(reply: FastifyReply, title: string, shown: object): FastifyReply {
  const text = escaped(JSON.stringify(shown, null, 2));
  return reply
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><title>${escaped(title)}</title><h1>${escaped(title)}</h1><pre>${text}</pre>`);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
