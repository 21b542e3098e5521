/** What GitHub says of commits: what lies between two, and the pull requests that brought them. Reads only. */
import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { githubError, statusOf } from '../../activities/github/errors.ts';
import { partsOf, repositorySchema } from '../../activities/github/names.ts';
import { shaped } from '../../activities/shaped.ts';
import type { DiffCommit } from '../../environment/diff.ts';

export interface CommitPair {
  readonly repository: string;
  readonly base: string;
  readonly head: string;
}

export interface Comparison {
  readonly status: 'identical' | 'ahead' | 'behind' | 'diverged';
  readonly url: string;
  /** How many `head` has that `base` lacks. */
  readonly ahead: number;
  readonly behind: number;
  /** The newest of them first, without pull requests. */
  readonly commits: readonly DiffCommit[];
}

const comparisonSchema = z.object({
  status: z.enum(['identical', 'ahead', 'behind', 'diverged']),
  html_url: z.string(),
  ahead_by: z.number().int(),
  behind_by: z.number().int(),
  commits: z.array(
    z.object({
      sha: z.string(),
      html_url: z.string(),
      author: z.object({ login: z.string().optional() }).nullish(),
      commit: z.object({
        message: z.string(),
        author: z.object({ name: z.string().optional(), date: z.string().optional() }).nullish(),
      }),
    }),
  ),
});

const perPage = 100;
/** So many commits are told of; GitHub itself stops somewhere. */
const mostPages = 5;

/** Undefined: the repository has no such commits, or the credential may not see it. */
export async function compared(
  github: Octokit,
  { repository, base, head }: CommitPair,
  signal: AbortSignal,
  pages = mostPages,
): Promise<Comparison | undefined> {
  if (!repositorySchema.safeParse(repository).success) return undefined;
  const commits: z.output<typeof comparisonSchema>['commits'] = [];
  for (let page = 1; ; page++) {
    const found = await asked(signal, `compare ${base} with ${head} in ${repository}`, comparisonSchema, () =>
      github.rest.repos.compareCommitsWithBasehead({
        ...partsOf(repository),
        basehead: `${base}...${head}`,
        per_page: perPage,
        page,
        request: { signal },
      }),
    );
    if (found === undefined) return undefined;
    commits.push(...found.commits);
    if (commits.length < found.ahead_by && found.commits.length === perPage && page < pages) continue;
    const { status, html_url: url, ahead_by: ahead, behind_by: behind } = found;
    return { status, url, ahead, behind, commits: commits.reverse().map(shown) };
  }
}

const shown = ({
  sha,
  html_url: url,
  author,
  commit,
}: z.output<typeof comparisonSchema>['commits'][number]): DiffCommit => ({
  sha,
  title: commit.message.split('\n')[0] ?? '',
  author: author?.login ?? commit.author?.name ?? 'unknown',
  at: commit.author?.date ?? null,
  url,
  pulls: null,
});

const pullsSchema = z.array(z.object({ number: z.number().int(), title: z.string(), html_url: z.string() }));

/** The pull requests that a commit came with. */
export async function pullsOf(
  github: Octokit,
  repository: string,
  sha: string,
  signal: AbortSignal,
): Promise<DiffCommit['pulls']> {
  const found = await asked(signal, `find the pull requests of ${sha} in ${repository}`, pullsSchema, () =>
    github.rest.repos.listPullRequestsAssociatedWithCommit({
      ...partsOf(repository),
      commit_sha: sha,
      request: { signal },
    }),
  );
  return (found ?? []).map(({ number, title, html_url: url }) => ({ number, title, url }));
}

/** The answer's data; undefined where GitHub has no such thing (422 is its word for an unknown commit). */
async function asked<Shape extends z.ZodType>(
  signal: AbortSignal,
  doing: string,
  schema: Shape,
  request: () => Promise<{ data: unknown }>,
): Promise<z.output<Shape> | undefined> {
  let data: unknown;
  try {
    ({ data } = await request());
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 422) return undefined;
    throw githubError(doing, error, { signal, now: () => Date.now() });
  }
  return shaped(`GitHub was asked to ${doing}`, schema, data);
}
