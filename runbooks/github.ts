/** Small questions to GitHub that planning asks. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';

export function ownerAndRepo(repository: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** Known by its shape: whose class the error is depends on who built the client. */
const nothingThere = z.object({ status: z.union([z.literal(404), z.literal(422)]) });

/** The answer; undefined where GitHub has no such thing (422 is its word for an unknown commit). */
export async function found<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (nothingThere.safeParse(error).success) return undefined;
    throw error;
  }
}

/** The commit that a branch, a tag or a commit names. */
export async function commitOf(
  facts: Facts<Planning>,
  repository: string,
  ref: string,
): Promise<string | undefined> {
  const answer = await found(() =>
    facts.clients.github.rest.repos.getCommit({
      ...ownerAndRepo(repository),
      ref,
      request: { signal: facts.signal },
    }),
  );
  return answer?.data.sha;
}

/** The commit of a tag; undefined where there is no such tag, whatever branch may be called so. */
export async function commitOfTag(
  facts: Facts<Planning>,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const answer = await found(() =>
    facts.clients.github.rest.git.getRef({
      ...ownerAndRepo(repository),
      ref: `tags/${tag}`,
      request: { signal: facts.signal },
    }),
  );
  return answer === undefined ? undefined : commitOf(facts, repository, tag);
}

/** All tags that begin with `v`. */
export async function versionTags(facts: Facts<Planning>, repository: string): Promise<string[]> {
  const { github } = facts.clients;
  const refs = await github.paginate(github.rest.git.listMatchingRefs, {
    ...ownerAndRepo(repository),
    ref: 'tags/v',
    per_page: 100,
    request: { signal: facts.signal },
  });
  return refs.map(({ ref }) => ref.replace(/^refs\/tags\//, ''));
}

/** The text of a file at a commit. */
export async function fileAt(
  facts: Facts<Planning>,
  { repository, path, ref }: { repository: string; path: string; ref: string },
): Promise<string | undefined> {
  const answer = await found(() =>
    facts.clients.github.rest.repos.getContent({
      ...ownerAndRepo(repository),
      path,
      ref,
      request: { signal: facts.signal },
    }),
  );
  const data = answer?.data;
  if (data === undefined || Array.isArray(data) || data.type !== 'file') return undefined;
  return Buffer.from(data.content, 'base64').toString('utf8');
}
