/** Git as far as the practice GitHub needs it: blobs, commits with their file maps, refs, history. */
import { createHash } from 'node:crypto';
import type { Commit, Repository } from './state.ts';

export const blobSha = (content: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest('hex');

const shaOf = (value: unknown): string => createHash('sha1').update(JSON.stringify(value)).digest('hex');

export const treeSha = (tree: Commit['tree']): string => shaOf(Object.entries(tree).sort());

/** File changes of one commit: content by path, null removes. */
export type Changes = Readonly<Record<string, string | null>>;

export interface NewCommit {
  readonly message: string;
  readonly changes: Changes;
  readonly parents: readonly string[];
  readonly author: string;
  readonly at: number;
}

/** Adds a commit; its files are those of the first parent with `changes` on top. */
export function addCommit(
  repository: Repository,
  { message, changes, parents, author, at }: NewCommit,
): Commit {
  const first = parents[0];
  const tree = { ...(first === undefined ? {} : repository.commits[first]?.tree) };
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) {
      delete tree[path];
      continue;
    }
    const sha = blobSha(content);
    repository.blobs[sha] = content;
    tree[path] = sha;
  }
  const commit: Commit = {
    sha: shaOf([tree, message, parents, author, at]),
    message,
    tree,
    parents: [...parents],
    author,
    at,
  };
  repository.commits[commit.sha] = commit;
  return commit;
}

/** A commit by branch, tag, full ref or sha. */
export function findCommit(repository: Repository, ref: string): Commit | undefined {
  const short = ref === 'HEAD' ? repository.defaultBranch : ref.replace(/^refs\//, '');
  const named =
    repository.branches[short.replace(/^heads\//, '')] ??
    repository.tags[short.replace(/^tags\//, '')] ??
    short;
  return repository.commits[named] ?? abbreviated(repository, named);
}

/** A commit by its first digits, if they name one alone. */
function abbreviated({ commits }: Repository, digits: string): Commit | undefined {
  if (!/^[0-9a-f]{7,39}$/.test(digits)) return undefined;
  const [only, ...others] = Object.keys(commits).filter((sha) => sha.startsWith(digits));
  return only === undefined || others.length > 0 ? undefined : commits[only];
}

/** The commit and all its ancestors, newest first. */
export function history(repository: Repository, from: string): Commit[] {
  const seen = new Map<string, Commit>();
  const queue = [from];
  for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
    const commit = repository.commits[sha];
    if (commit === undefined || seen.has(sha)) continue;
    seen.set(sha, commit);
    queue.push(...commit.parents);
  }
  return [...seen.values()];
}

export function contentAt(repository: Repository, commit: Commit, path: string): string | undefined {
  const sha = commit.tree[path];
  return sha === undefined ? undefined : repository.blobs[sha];
}

/** Whether this commit changed `path` against its first parent. */
export function touches(repository: Repository, commit: Commit, path: string): boolean {
  const first = commit.parents[0];
  const before = first === undefined ? {} : (repository.commits[first]?.tree ?? {});
  const paths = new Set([...Object.keys(commit.tree), ...Object.keys(before)]);
  return [...paths].some((p) => (p === path || p.startsWith(`${path}/`)) && commit.tree[p] !== before[p]);
}

/** A path as it stands in a URL. */
export const showablePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
