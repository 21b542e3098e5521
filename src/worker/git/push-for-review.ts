/** Pushes a commit to Gerrit for review: the same commit but for the Change-Id in its message, so it has one hash however often it is made. */
import type { ReviewPush } from '../../activities/git/client.ts';
import { branchRef } from '../../activities/git/names.ts';
import { fatal } from '../../activities/errors.ts';
import type { Git } from './git-client.ts';
import { checkCommit, checkRef } from './names.ts';

export async function pushForReview(
  git: Git,
  repository: string,
  { commit, branch, changeId }: ReviewPush,
): Promise<string> {
  checkCommit(commit);
  checkRef(branchRef(branch));
  if (!/^I[0-9a-f]{40}$/.test(changeId)) throw fatal('internal', `${changeId} is no Change-Id.`);
  await git(`fetch ${commit} of ${repository}`, [
    'fetch',
    '--quiet',
    '--depth=2',
    '--no-tags',
    'origin',
    commit,
  ]);
  const raw = await git('read the commit', ['cat-file', 'commit', commit]);
  const made = await git(
    'write the commit',
    ['hash-object', '-t', 'commit', '-w', '--stdin'],
    withChangeId(raw, changeId),
  );
  const proposed = made.trim();
  await git(`propose ${commit} for ${branch} of ${repository}`, [
    'push',
    '--porcelain',
    '--no-verify',
    'origin',
    `${proposed}:refs/for/${branch}`,
  ]);
  return proposed;
}

/** A signature would no longer be one: it goes. */
function withChangeId(raw: string, changeId: string): string {
  const end = raw.indexOf('\n\n');
  const head = raw.slice(0, end).replace(/^gpgsig(-sha256)? .*(\n .*)*\n?/gm, '');
  const message = raw
    .slice(end + 2)
    .replace(/^Change-Id: .*\n?/gm, '')
    .trimEnd();
  return `${head.trimEnd()}\n\n${message}\n\nChange-Id: ${changeId}\n`;
}
