/** `metrics.newIssues`: Sentry's issues that are new in this release, or came back in it. */
import { z } from 'zod';
import type { CheckContext } from '../check.ts';
import type { NewIssue } from '../../judge/index.ts';
import { defineIssues } from '../define-issues.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';

const slug = z.string().regex(/^[a-z0-9_-]{1,100}$/, 'must be a slug');

const input = z.strictObject({
  projects: z.array(slug).min(1).describe('Slugs of the projects to look at'),
  release: z
    .string()
    .regex(/^[^\s"\\]{1,250}$/, 'must be a release’s name, without spaces and quotes')
    .optional()
    .describe(
      'The release as the application reports it: issues first seen or regressed in it count. Absent: issues first seen since the watch began',
    ),
  environment: slug.optional().describe('Look at events of this environment alone'),
});

const issuesSchema = z.array(
  z.object({
    id: z.string(),
    shortId: z.string(),
    title: z.string(),
    permalink: z.url({ protocol: /^https?$/ }).nullish(),
  }),
);
type Issue = z.output<typeof issuesSchema>[number];
type Input = z.output<typeof input>;
type Ctx = Pick<CheckContext<'sentry'>, 'clients' | 'signal'>;

/** More new issues than that need no exact figure. */
const mostPages = 5;

export const newIssues = defineIssues({
  kind: 'metrics.newIssues',
  summary: 'Ask about Sentry’s issues that are new in a release; fail above a number of them.',
  input,
  needs: ['sentry'],
  title: ({ projects, release }) =>
    `New issues of ${[projects].flat().join(', ')}${release === undefined ? '' : ` in ${release}`}`,
  /** The credential, the organization and the search are Sentry's to judge. It passes over a project that there isn't in silence. */
  async verify(given, ctx) {
    for (const { query } of queriesOf(given, ctx.now())) await search(given, query, ctx);
    return [];
  },
  async find(given, ctx) {
    const found = new Map<string, NewIssue>();
    for (const { query, kind } of queriesOf(given, ctx.since)) {
      for (const { id, shortId, title, permalink } of await search(given, query, ctx))
        found.set(id, {
          id,
          title: `${shortId} ${title}`,
          kind,
          ...(permalink == null ? {} : { link: permalink }),
        });
    }
    return [...found.values()];
  },
});

interface Query {
  readonly query: string;
  readonly kind: NewIssue['kind'];
}

function queriesOf({ release }: Input, since: number): readonly Query[] {
  if (release === undefined)
    return [{ query: `is:unresolved firstSeen:>=${new Date(since).toISOString()}`, kind: 'new' }];
  return [
    { query: `is:unresolved first-release:"${release}"`, kind: 'new' },
    { query: `is:unresolved regressed_in_release:"${release}"`, kind: 'regressed' },
  ];
}

async function search(
  { projects, environment }: Input,
  query: string,
  { clients: { sentry }, signal }: Ctx,
): Promise<Issue[]> {
  const found: Issue[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const parameters = new URLSearchParams({
      query: `${query} project:[${projects.join(',')}]`,
      limit: '100',
    });
    // -1 stands for all projects that the token may see; the search picks the wanted ones by slug.
    parameters.set('project', '-1');
    if (environment !== undefined) parameters.set('environment', environment);
    if (cursor !== undefined) parameters.set('cursor', cursor);
    const response = await request('search Sentry’s issues', signal, () =>
      sentry.fetch(`/api/0/organizations/${encodeURIComponent(sentry.organization)}/issues/?${parameters}`, {
        signal,
      }),
    );
    found.push(...(await answerOf('search Sentry’s issues', signal, response, issuesSchema)));
    cursor = nextCursor(response.headers.get('link') ?? '');
    if (cursor === undefined) break;
  }
  return found;
}

/** Sentry always names a next page; `results` says whether there is anything on it. */
export const nextCursor = (link: string): string | undefined =>
  /rel="next"; results="true"; cursor="([^"]+)"/.exec(link)?.[1];
