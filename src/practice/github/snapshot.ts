/** What is deployed and published, without times, ids or history. */
import { treeSha } from './git.ts';
import type { GithubState, Repository } from './state.ts';

export const snapshotOf = (state: GithubState): unknown => ({
  deployments: state.deployments,
  repositories: Object.fromEntries(
    Object.entries(state.repositories).map(([name, repository]) => [name, repositorySnapshot(repository)]),
  ),
});

function repositorySnapshot(repository: Repository): unknown {
  const head = repository.commits[repository.branches[repository.defaultBranch] ?? ''];
  return {
    releases: repository.releases
      .map(({ tag, name, draft, prerelease }) => ({ tag, name, draft, prerelease }))
      .sort((a, b) => a.tag.localeCompare(b.tag)),
    tags: repository.tags,
    branches: Object.keys(repository.branches).sort(),
    /** The commit that GitHub shows as deployed, by environment. */
    deployed: Object.fromEntries(
      (repository.deployments ?? [])
        .filter(({ statuses }) => statuses.at(-1)?.state === 'success')
        .map(({ environment, sha }) => [environment, sha]),
    ),
    openPulls: repository.pulls.filter(({ state }) => state === 'open').map(({ title }) => title),
    /** Blobs of the default branch by path: equal blobs are equal contents. */
    files: head?.tree ?? {},
    tree: treeSha(head?.tree ?? {}),
  };
}
