/** Commits, branches, tags, refs and comparisons. */
import { changedFiles, commitsBetween, mergeBase } from '../diff.ts';
import type { FileChange } from '../diff.ts';
import { treeSha } from '../git.ts';
import type { Commit } from '../state.ts';
import { iso, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showGitUser, showUser } from './user.ts';

const verification = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** A commit as git has it. */
export function showGitCommit({ api, html }: Place, commit: Commit) {
  const tree = treeSha(commit.tree);
  const who = showGitUser(commit.author, iso(commit.at));
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    author: who,
    committer: who,
    message: commit.message,
    tree: { sha: tree, url: `${api}/git/trees/${tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
    verification,
  };
}

/** A commit as GitHub lists it. */
export function showCommit(at: Place, commit: Commit) {
  const { author, committer, message, tree, parents } = showGitCommit(at, commit);
  const url = `${at.api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url,
    html_url: `${at.html}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${at.api}/git/commits/${commit.sha}`,
      author,
      committer,
      message,
      comment_count: 0,
      tree,
      verification,
    },
    author: showUser(at),
    committer: showUser(at),
    parents,
  };
}

export function showCommitWithFiles(at: Place, commit: Commit) {
  const parent = at.repository.commits[commit.parents[0] ?? ''];
  return {
    ...showCommit(at, commit),
    files: showFiles(at, commit, changedFiles(at.repository, parent, commit)),
  };
}

export function showComparison(at: Place, base: Commit, head: Commit) {
  const ancestor = mergeBase(at.repository, base, head) ?? base;
  const ahead = commitsBetween(at.repository, base, head);
  const behind = commitsBetween(at.repository, head, base);
  const page = `${at.html}/compare/${base.sha}...${head.sha}`;
  return {
    url: `${at.api}/compare/${base.sha}...${head.sha}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: showCommit(at, base),
    merge_base_commit: showCommit(at, ancestor),
    status: relation(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map((commit) => showCommit(at, commit)),
    files: showFiles(at, head, changedFiles(at.repository, ancestor, head)),
  };
}

function relation(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead === 0 && behind === 0) return 'identical';
  if (behind === 0) return 'ahead';
  return ahead === 0 ? 'behind' : 'diverged';
}

const showFiles = ({ api, html }: Place, commit: Commit, files: readonly FileChange[]) =>
  files.map(({ path, status, blob, additions, deletions, patch }) => ({
    sha: blob,
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${html}/blob/${commit.sha}/${encodeURI(path)}`,
    raw_url: `${html}/raw/${commit.sha}/${encodeURI(path)}`,
    contents_url: `${api}/contents/${encodeURI(path)}?ref=${commit.sha}`,
    patch,
  }));

export const showRef = ({ api }: Place, ref: string, sha: string) => ({
  ref: `refs/${ref}`,
  node_id: nodeId('Ref', ref),
  url: `${api}/git/refs/${encodeURI(ref)}`,
  object: { type: 'commit', sha, url: `${api}/git/commits/${sha}` },
});

export const showBranch = (at: Place, name: string, commit: Commit) => ({
  name,
  commit: showCommit(at, commit),
  _links: { html: `${at.html}/tree/${name}`, self: `${at.api}/branches/${encodeURIComponent(name)}` },
  protected: false,
  protection: { enabled: false },
  protection_url: `${at.api}/branches/${encodeURIComponent(name)}/protection`,
});

export const showTag = ({ api }: Place, name: string, sha: string) => ({
  name,
  node_id: nodeId('Tag', name),
  commit: { sha, url: `${api}/commits/${sha}` },
  zipball_url: `${api}/zipball/refs/tags/${encodeURIComponent(name)}`,
  tarball_url: `${api}/tarball/refs/tags/${encodeURIComponent(name)}`,
});
