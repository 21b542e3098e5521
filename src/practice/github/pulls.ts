/** Pull requests: opening begins the outside CI's checks; merging takes over the files that changed. */
import { GithubError, invalid } from './errors.ts';
import { changedFiles, mergeBase } from './diff.ts';
import { addCommit, contentAt } from './git.ts';
import { addChecks } from './runs.ts';
import type { Commit, GithubState, Pull, Repository } from './state.ts';

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly head: string;
  readonly base: string;
  readonly now: number;
  readonly pace: number;
}

export function openPull(state: GithubState, repository: Repository, wanted: NewPull): Pull {
  const { title, body, base, now, pace } = wanted;
  const head = wanted.head.replace(`${repository.owner}:`, '');
  const headSha = repository.branches[head];
  const baseSha = repository.branches[base];
  if (headSha === undefined) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if (repository.pulls.some((pull) => pull.state === 'open' && pull.head === head && pull.base === base)) {
    const message = `A pull request already exists for ${repository.owner}:${head}.`;
    throw invalid({ resource: 'PullRequest', field: 'head', code: 'custom', message });
  }
  const pull: Pull = {
    id: state.nextId++,
    number: repository.pulls.length + 1,
    title,
    body,
    head,
    headSha,
    base,
    baseSha,
    state: 'open',
    mergedAt: null,
    mergeSha: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  };
  repository.pulls.push(pull);
  addChecks(state, repository, repository.pullChecks, { sha: headSha, now, pace });
  return pull;
}

export function mergePull(repository: Repository, pull: Pull, message: string, now: number): Commit {
  const head = repository.commits[pull.headSha];
  const base = repository.commits[repository.branches[pull.base] ?? ''];
  if (head === undefined || base === undefined) throw new GithubError(405, 'Pull Request is not mergeable');
  const changed = changedFiles(repository, mergeBase(repository, base, head), head);
  const commit = addCommit(repository, {
    message,
    changes: Object.fromEntries(changed.map(({ path }) => [path, contentAt(repository, head, path) ?? null])),
    parents: [base.sha, head.sha],
    author: 'practice',
    at: now,
  });
  repository.branches[pull.base] = commit.sha;
  Object.assign(pull, {
    state: 'closed',
    mergedAt: now,
    closedAt: now,
    updatedAt: now,
    mergeSha: commit.sha,
  });
  return commit;
}
