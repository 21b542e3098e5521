/** Pull requests. */
import { changedFiles, commitsBetween, mergeBase } from '../diff.ts';
import type { Pull } from '../state.ts';
import { iso, isoOrNull, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showRepository } from './repository.ts';
import { showUser } from './user.ts';

/** As lists show it. */
export function showPullSimple(at: Place, pull: Pull) {
  const { api, html } = at;
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const page = `${html}/pull/${pull.number}`;
  const statuses = `${api}/statuses/${pull.headSha}`;
  const links = {
    self: url,
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: showUser(at),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(at, pull.head, pull.headSha),
    base: side(at, pull.base, pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: 'MEMBER',
    auto_merge: null,
    draft: false,
  };
}

export function showPull(at: Place, pull: Pull) {
  const { commits } = at.repository;
  const base = commits[pull.baseSha];
  const head = commits[pull.headSha];
  const files = base && head ? changedFiles(at.repository, mergeBase(at.repository, base, head), head) : [];
  return {
    ...showPullSimple(at, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: pull.state === 'open' ? true : null,
    mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
    merged_by: pull.mergedAt === null ? null : showUser(at),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: base && head ? commitsBetween(at.repository, base, head).length : 0,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

const side = (at: Place, ref: string, sha: string) => ({
  label: `${at.repository.owner}:${ref}`,
  ref,
  sha,
  user: showUser(at, at.repository.owner),
  repo: showRepository(at),
});
