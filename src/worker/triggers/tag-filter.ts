/** Which tags a trigger looks at, and the version that each stands for. Pure. */
import { semverOf } from './version-order.ts';

export interface TagFilter {
  readonly match: string;
  readonly prefix: string;
  readonly versions: 'any' | 'semver' | 'stable';
}

/** Goes into a workflow id, into inputs and names of things in other systems. */
const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;

/** Undefined for a tag that is not looked at. */
export function versionOf(tag: string, { match, prefix, versions }: TagFilter): string | undefined {
  if (!tag.startsWith(prefix) || !globOf(match).test(tag)) return undefined;
  const version = tag.slice(prefix.length);
  if (!versionPattern.test(version)) return undefined;
  if (versions === 'any') return version;
  const semver = semverOf(version);
  if (semver === undefined || (versions === 'stable' && semver.prerelease !== undefined)) return undefined;
  return version;
}

const globOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/\*+/g, '*')
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
