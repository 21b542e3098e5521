/** Releases: publishing makes the tag if it is missing, and the outside CI begins its checks. */
import { invalid } from './errors.ts';
import { findCommit } from './git.ts';
import { addChecks } from './runs.ts';
import type { GithubState, Release, Repository } from './state.ts';

export interface NewRelease {
  readonly tag: string;
  readonly target: string;
  readonly name: string | null;
  readonly body: string | null;
  readonly draft: boolean;
  readonly prerelease: boolean;
}

interface When {
  readonly now: number;
  readonly pace: number;
}

export function createRelease(
  state: GithubState,
  repository: Repository,
  wanted: NewRelease,
  when: When,
): Release {
  if (!wanted.draft && publishedRelease(repository, wanted.tag) !== undefined) {
    throw invalid({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  }
  const release: Release = {
    id: state.nextId++,
    ...wanted,
    createdAt: when.now,
    publishedAt: null,
    updatedAt: when.now,
  };
  if (!wanted.draft) publish(state, repository, release, when);
  repository.releases.push(release);
  return release;
}

export function publish(
  state: GithubState,
  repository: Repository,
  release: Release,
  { now, pace }: When,
): void {
  if (repository.tags[release.tag] === undefined) {
    const commit = findCommit(repository, release.target);
    if (commit === undefined) {
      throw invalid({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
    }
    repository.tags[release.tag] = commit.sha;
  }
  release.draft = false;
  release.publishedAt = now;
  release.updatedAt = now;
  const sha = repository.tags[release.tag] ?? '';
  addChecks(state, repository, repository.releaseChecks, { sha, now, pace });
}

export const publishedRelease = (repository: Repository, tag: string): Release | undefined =>
  repository.releases.find((release) => release.tag === tag && !release.draft);

/** A published release whose tag is deleted becomes a draft. */
export function deleteTag(repository: Repository, tag: string, now: number): void {
  delete repository.tags[tag];
  for (const release of repository.releases.filter((one) => one.tag === tag)) {
    release.draft = true;
    release.publishedAt = null;
    release.updatedAt = now;
  }
}

/** What `generate_release_notes` writes. */
export function generatedNotes(repository: Repository, tag: string): string {
  const previous = repository.releases.filter((release) => !release.draft).at(-1)?.tag;
  const range = previous === undefined ? tag : `${previous}...${tag}`;
  return `**Full Changelog**: ${repository.owner}/${repository.name} ${range}`;
}
