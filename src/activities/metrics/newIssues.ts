/** `metrics.newIssues`: how many issues Sentry has that are new in this release, or came back in it, and that nobody acknowledged. */
import { z } from 'zod';
import type { CheckContext } from '../check.ts';
import { defineCheck } from '../define-check.ts';
import { fatal } from '../errors.ts';
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
type Ctx = CheckContext<'sentry'>;

/** More new issues than that need no exact figure. */
const mostPages = 5;

export const newIssues = defineCheck({
  kind: 'metrics.newIssues',
  summary: 'Count Sentry’s issues that are new in a release.',
  input,
  needs: ['sentry'],
  title: ({ projects, release }) =>
    `New issues of ${[projects].flat().join(', ')}${release === undefined ? '' : ` in ${release}`}`,
  async sample(given, ctx) {
    const found = new Map<string, Issue>();
    for (const query of queriesOf(given, ctx.since)) {
      for (const issue of await search(given, query, ctx)) found.set(issue.id, issue);
    }
    const open = [...found.values()].filter(({ id }) => !ctx.acknowledged.includes(id));
    return {
      value: open.length,
      says: `${open.length === 1 ? '1 new issue' : `${open.length} new issues`}${open.length === 0 ? '' : `: ${open.map(({ shortId }) => shortId).join(', ')}`}`,
      findings: open.map(({ id, shortId, title, permalink }) => ({
        id,
        title: `${shortId} ${title}`,
        ...(permalink == null ? {} : { link: permalink }),
      })),
    };
  },
});

function queriesOf({ release }: Input, since: number): string[] {
  if (release === undefined) return [`is:unresolved firstSeen:>=${new Date(since).toISOString()}`];
  return [`is:unresolved first-release:"${release}"`, `is:unresolved regressed_in_release:"${release}"`];
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
    const issues = issuesSchema.safeParse(await response.json());
    if (!issues.success)
      throw fatal('refused', `Sentry’s list of issues is not as expected: ${z.prettifyError(issues.error)}`);
    found.push(...issues.data);
    cursor = nextCursor(response.headers.get('link') ?? '');
    if (cursor === undefined) break;
  }
  return found;
}

/** Sentry always names a next page; `results` says whether there is anything on it. */
export const nextCursor = (link: string): string | undefined =>
  /rel="next"; results="true"; cursor="([^"]+)"/.exec(link)?.[1];
