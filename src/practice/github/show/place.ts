/** Where a repository's API and pages stand, and how GitHub writes a time. */
import type { Github } from '../github.ts';
import type { Repository } from '../state.ts';

export interface Place {
  readonly repository: Repository;
  /** `…/github` */
  readonly root: string;
  /** `…/github/repos/owner/name` */
  readonly api: string;
  /** `…/github/owner/name` */
  readonly html: string;
}

export function place(github: Github, repository: Repository): Place {
  const name = `${repository.owner}/${repository.name}`;
  return { repository, root: github.url, api: `${github.url}/repos/${name}`, html: `${github.url}/${name}` };
}

export const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** An opaque id, as GitHub gives every object. */
export const nodeId = (type: string, id: number | string): string =>
  Buffer.from(`${type}:${id}`).toString('base64');
