/** Sentry's API for issues: the organization's list with search and cursors, and one issue. */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { World } from '../world.ts';
import { seenIn } from './issues.ts';
import type { Issue } from './issues.ts';
import { parseSearch, SearchError } from './search.ts';
import type { Candidate } from './search.ts';

export interface SentryOrganization {
  readonly slug: string;
  readonly token: string;
  readonly projects: readonly string[];
}

const several = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string()));
const cursorSchema = z
  .string()
  .regex(/^\d+:\d+:[01]$/)
  .transform((cursor) => Number(cursor.split(':')[1]));
const listSchema = z.object({
  query: z.string().default('is:unresolved'),
  project: several,
  environment: several,
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: cursorSchema.default(0),
});

type Params = { Params: { organization: string; id: string } };

export const sentryRoutes =
  (world: World, organization: SentryOrganization, issues: () => readonly Issue[]): FastifyPluginAsync =>
  async (app) => {
    app.addHook<Params>('onRequest', async (request, reply) => {
      const { authorization } = request.headers;
      if (authorization === undefined)
        return refuse(reply, 401, 'Authentication credentials were not provided.');
      if (authorization !== `Bearer ${organization.token}`) return refuse(reply, 401, 'Invalid token');
      return request.params.organization === organization.slug
        ? undefined
        : refuse(reply, 404, 'The requested resource does not exist');
    });
    app.setErrorHandler((error, _, reply) =>
      error instanceof SearchError ? refuse(reply, 400, error.message) : reply.send(error),
    );

    const projectId = (slug: string) => String(organization.projects.indexOf(slug) + 1);
    const show = ({ issue, first, last }: Candidate) => ({
      id: issue.id,
      shortId: issue.shortId,
      title: `${issue.type}: ${issue.value}`,
      culprit: issue.culprit,
      permalink: `${world.url}/sentry/organizations/${organization.slug}/issues/${issue.id}/`,
      level: 'error',
      status: issue.status,
      substatus: issue.substatus,
      type: 'error',
      metadata: { type: issue.type, value: issue.value },
      firstSeen: first,
      lastSeen: last,
      count: String(issue.count),
      userCount: 0,
      project: { id: projectId(issue.project), name: issue.project, slug: issue.project, platform: 'python' },
    });

    app.get<Params>('/api/0/organizations/:organization/', async () => ({
      id: '1',
      slug: organization.slug,
      name: organization.slug,
      status: { id: 'active', name: 'active' },
    }));

    app.get<Params>('/api/0/organizations/:organization/issues/', async (request, reply) => {
      const parsed = listSchema.safeParse(request.query);
      if (!parsed.success) return refuse(reply, 400, z.prettifyError(parsed.error));
      const { query, project, environment, limit, cursor } = parsed.data;
      const strange = project.find(
        (one) =>
          one !== '-1' && !organization.projects.some((slug) => one === slug || one === projectId(slug)),
      );
      if (strange !== undefined)
        return refuse(reply, 400, 'Invalid project parameter. Values must be numbers or slugs of projects.');
      const inProject = ({ issue }: Candidate) =>
        project.length === 0 ||
        project.some((one) => one === '-1' || one === issue.project || one === projectId(issue.project));
      const found = candidates(issues(), environment)
        .filter(inProject)
        .filter(parseSearch(query))
        .sort(newestFirst);
      const url = `${world.url}${request.url.split('?')[0]}`;
      reply.header('link', links(url, found.length, cursor, limit));
      return reply.send(found.slice(cursor, cursor + limit).map(show));
    });

    const one = async (request: { params: Params['Params'] }, reply: FastifyReply) => {
      const [found] = candidates(issues(), []).filter(({ issue }) => issue.id === request.params.id);
      if (found === undefined) return refuse(reply, 404, 'The requested resource does not exist');
      return reply.send({ ...show(found), firstRelease: { version: found.issue.firstRelease } });
    };
    app.get<Params>('/api/0/organizations/:organization/issues/:id/', one);
  };

function candidates(issues: readonly Issue[], environments: readonly string[]): Candidate[] {
  return issues.flatMap((issue) => {
    const seen = seenIn(issue, environments);
    return seen === undefined ? [] : [{ issue, ...seen }];
  });
}

const newestFirst = (a: Candidate, b: Candidate): number =>
  a.last < b.last ? 1 : a.last > b.last ? -1 : Number(b.issue.id) - Number(a.issue.id);

function links(url: string, total: number, cursor: number, limit: number): string {
  const link = (rel: string, to: string, results: boolean) =>
    `<${url}?&cursor=${to}>; rel="${rel}"; results="${results}"; cursor="${to}"`;
  return [
    link('previous', `0:${Math.max(0, cursor - limit)}:1`, cursor > 0),
    link('next', `0:${cursor + limit}:0`, cursor + limit < total),
  ].join(', ');
}

const refuse = (reply: FastifyReply, status: number, detail: string): FastifyReply =>
  reply.status(status).send({ detail });
