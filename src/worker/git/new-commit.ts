/** Commits that are made without a working tree: on the tip of a branch, out of the index, pushed as a branch of their own. */
import { branchRef } from '../../activities/git/names.ts';
import type { Git } from './git-client.ts';
import { checkRef } from './names.ts';

/** The branch with its files and none of its history; its commit. */
export async function fetchTip(git: Git, repository: string, branch: string): Promise<string> {
  checkRef(branchRef(branch));
  await git(`fetch ${branch} of ${repository}`, [
    'fetch',
    '--quiet',
    '--depth=1',
    '--no-tags',
    'origin',
    `+${branchRef(branch)}:${branchRef(branch)}`,
  ]);
  return (await git('read the branch', ['rev-parse', branchRef(branch)])).trim();
}

export interface MadeCommit {
  /** What it follows. */
  readonly tip: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** The branch; there must be none yet. */
  readonly onto: string;
}

/** What stands in the index, as a commit; its hash. */
export async function pushCommit(
  git: Git,
  repository: string,
  { tip, message, author, onto }: MadeCommit,
): Promise<string> {
  checkRef(branchRef(onto));
  const tree = (await git('write the commit', ['write-tree'])).trim();
  const identity = ['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`];
  const made = await git(
    'write the commit',
    [...identity, 'commit-tree', tree, '-p', tip, '-F', '-'],
    message,
  );
  const commit = made.trim();
  await git(`push ${onto} of ${repository}`, [
    'push',
    '--porcelain',
    '--no-verify',
    `--force-with-lease=${branchRef(onto)}:`,
    'origin',
    `${commit}:${branchRef(onto)}`,
  ]);
  return commit;
}
