/** The practice 'git' of an Application's manifests: commits, branches and tags, and the images in each commit. */
import { createHash } from 'node:crypto';
import type { ApplicationMemory } from './state.ts';

const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/** The commit that a branch, a tag, a commit or the beginning of one names. */
export function revisionOf({ manifests, refs }: ApplicationMemory, name: string): string | undefined {
  const named = refs[name === '' ? 'HEAD' : name];
  if (named !== undefined) return named;
  if (name.length < 7) return undefined;
  const [first, ...others] = Object.keys(manifests).filter((commit) => commit.startsWith(name));
  return others.length === 0 ? first : undefined;
}

/** Adds a commit on top of the head; a revision that isn't a commit's hash becomes a tag on one. Returns the commit. */
export function addRevision(
  memory: ApplicationMemory,
  revision: string,
  images: Readonly<Record<string, string>>,
): string {
  const commit = isCommit(revision) ? revision : createHash('sha1').update(revision).digest('hex');
  const head = memory.manifests[memory.refs['HEAD'] ?? ''] ?? {};
  memory.manifests[commit] = { ...head, ...images };
  Object.assign(memory.refs, { HEAD: commit, main: commit });
  if (commit !== revision) memory.refs[revision] = commit;
  return commit;
}
