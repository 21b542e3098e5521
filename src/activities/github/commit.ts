/** Which commit a name stands for. */
import { fatal } from '../errors.ts';
import { partsOf } from './names.ts';
import { answer, answerUnless, reading } from './request.ts';
import type { GithubContext } from './request.ts';
import { commitSchema, refSchema, repositorySchema } from './shapes.ts';

/** The sha of a branch, tag or commit; fatal if there is none. */
export async function commitOf(ctx: GithubContext, repository: string, ref: string): Promise<string> {
  const doing = `find ${ref} in ${repository}`;
  const { repos } = ctx.clients.github.rest;
  // GitHub says 422 of a name that is no commit.
  const found = await answerUnless(
    [404, 422],
    doing,
    ctx,
    commitSchema,
    repos.getCommit({ ...partsOf(repository), ref, ...reading(ctx) }),
  );
  if (found !== undefined) return found.sha;
  throw fatal(
    'not-found',
    `${repository} has no branch, tag or commit ${ref}, or the credential may not see it.`,
  );
}

/** The commit a tag stands on, or undefined if there is no such tag. */
export async function commitOfTag(
  ctx: GithubContext,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const { git } = ctx.clients.github.rest;
  const asked = git.getRef({ ...partsOf(repository), ref: `tags/${tag}`, ...reading(ctx) });
  const ref = await answerUnless([404], `look for the tag ${tag} of ${repository}`, ctx, refSchema, asked);
  if (ref === undefined) return undefined;
  // An annotated tag is an object of its own; the commit is behind it.
  return ref.object.type === 'tag' ? commitOf(ctx, repository, `tags/${tag}`) : ref.object.sha;
}

export async function defaultBranchOf(ctx: GithubContext, repository: string): Promise<string> {
  const { repos } = ctx.clients.github.rest;
  const asked = repos.get({ ...partsOf(repository), ...reading(ctx) });
  return (await answer(`show the repository ${repository}`, ctx, repositorySchema, asked)).default_branch;
}
