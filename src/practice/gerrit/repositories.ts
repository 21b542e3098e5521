/** Gerrit's repositories: real ones, in which what is pushed for review waits below refs/for until it is a change. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, seedRepository } from '../git/seed.ts';
import type { GitRepositorySeed } from '../git/index.ts';

/** What Gerrit lets nobody push: past review, without a Change-Id, or what it has already. */
const update = `#!/bin/sh
case $1 in
  refs/for/*)
    id=$(git log -1 --format=%B "$3" | sed -n 's/^Change-Id: \\(I[0-9a-f]\\{40\\}\\)$/\\1/p' | tail -n 1)
    [ -n "$id" ] || { echo "ERROR: commit $(echo "$3" | cut -c1-7): missing Change-Id in message footer" >&2; exit 1; }
    [ -z "$(git for-each-ref --points-at "$3" refs/changes/)" ] || { echo 'no new changes' >&2; exit 1; }
    ;;
  refs/heads/sandbox/*) ;;
  *) echo "ERROR: you are not allowed to push to $1: prohibited by Gerrit" >&2; exit 1 ;;
esac
`;

export const pathOf = (root: string, project: string): string => join(root, `${project}.git`);

export function seedProject(root: string, seed: GitRepositorySeed): void {
  seedRepository(root, {
    ...seed,
    name: `${seed.name}.git`,
    config: {
      'uploadpack.allowAnySHA1InWant': 'true',
      'receive.denyNonFastForwards': 'false',
      ...seed.config,
    },
  });
  const hook = join(pathOf(root, seed.name), 'hooks', 'update');
  writeFileSync(hook, update);
  chmodSync(hook, 0o755);
}

/** Commits by ref, those under review included. */
export const refsIn = (dir: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    git(dir, ['for-each-ref', '--format=%(refname) %(objectname)'])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ') as [string, string]),
  );

export interface CommitText {
  readonly subject: string;
  readonly changeId: string;
}

export function textOf(dir: string, commit: string): CommitText {
  const message = git(dir, ['log', '-1', '--format=%B', commit]);
  const ids = [...message.matchAll(/^Change-Id: (I[0-9a-f]{40})$/gm)];
  return { subject: message.split('\n')[0] ?? '', changeId: ids.at(-1)?.[1] ?? '' };
}

export const treeOf = (dir: string, commit: string): string => git(dir, ['rev-parse', `${commit}^{tree}`]);

/** Fast-forward only: whether the branch could be moved. */
export function fastForward(dir: string, branch: string, commit: string): boolean {
  const ref = `refs/heads/${branch}`;
  const now = git(dir, ['rev-parse', ref]);
  if (git(dir, ['merge-base', now, commit]) !== now) return false;
  git(dir, ['update-ref', ref, commit, now]);
  return true;
}

/** A commit on top of the branch that takes another’s content back. */
export function revertCommit(dir: string, branch: string, of: string, message: string): string {
  const tip = git(dir, ['rev-parse', `refs/heads/${branch}`]);
  if (tip !== of) throw new Error('The branch has moved on: only its newest commit is reverted here.');
  return git(dir, [
    '-c',
    'user.name=Practice Gerrit',
    '-c',
    'user.email=gerrit@example.com',
    'commit-tree',
    treeOf(dir, `${of}^`),
    '-p',
    tip,
    '-m',
    message,
  ]);
}
