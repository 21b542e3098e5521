/** Balrog's version numbers: two parts, `3.111`, and tags with a `v` before them. Pure. */

/** The deployment pipeline understands these and no others. */
export const versionPattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

export const versionRefusal =
  "must have exactly two parts, such as 3.111: Balrog's deployment pipeline supports no other version numbers";

export const tagOf = (version: string): string => `v${version}`;

/** The version in a tag (`v3.110`), or undefined where the tag is of another kind. */
export function versionOfTag(tag: string): string | undefined {
  const version = tag.replace(/^v/, '');
  return tag.startsWith('v') && versionPattern.test(version) ? version : undefined;
}

/** Negative where `a` is older than `b`. Each part is a number: 3.99 comes before 3.100. */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = parts(a);
  const [majorB, minorB] = parts(b);
  return majorA - majorB || minorA - minorB;
}

/** The next version after `version` that no tag has taken. */
export function nextFreeVersion(version: string, tags: readonly string[]): string {
  const taken = new Set(tags);
  const [major, minor] = parts(version);
  for (let next = minor + 1; ; next += 1) {
    const candidate = `${major}.${next}`;
    if (!taken.has(tagOf(candidate))) return candidate;
  }
}

function parts(version: string): readonly [number, number] {
  const [major, minor] = version.split('.').map(Number);
  return [major ?? 0, minor ?? 0];
}
