/** Which tags a trigger takes, and which of two versions is the newer. */
import { describe, expect, test } from '@jest/globals';
import { compareVersions } from '../../../src/worker/triggers/version-order.ts';
import { versionOf } from '../../../src/worker/triggers/tag-filter.ts';
import type { TagFilter } from '../../../src/worker/triggers/tag-filter.ts';

const filter = (more: Partial<TagFilter>): TagFilter => ({
  match: '*',
  prefix: '',
  versions: 'any',
  ...more,
});

test.each<[string, Partial<TagFilter>, string | undefined]>([
  ['v1.2.3', { prefix: 'v' }, '1.2.3'],
  ['1.2.3', { prefix: 'v' }, undefined],
  ['v3.111', { prefix: 'v', match: 'v3.*' }, '3.111'],
  ['v3x111', { prefix: 'v', match: 'v3.*' }, undefined],
  ['v31', { match: 'v?' }, undefined],
  ['release/7', { prefix: 'release/' }, '7'],
  // It would be a folder in a workflow id, and a path elsewhere.
  ['release/7', {}, undefined],
  ['v', { prefix: 'v' }, undefined],
  ['-rf', {}, undefined],
  ['1.2', { versions: 'semver' }, undefined],
  ['01.2.3', { versions: 'semver' }, undefined],
  ['1.2.3-rc.1+b5', { versions: 'semver' }, '1.2.3-rc.1+b5'],
  ['1.2.3-rc.1', { versions: 'stable' }, undefined],
  ['1.2.3+b5', { versions: 'stable' }, '1.2.3+b5'],
])('the tag %s, looked at with %j, is the version %s', (tag, more, version) => {
  expect(versionOf(tag, filter(more))).toBe(version);
});

test('many stars cost no more than one', () => {
  expect(versionOf('a'.repeat(100), filter({ match: `${'*'.repeat(150)}b` }))).toBeUndefined();
});

describe('of versions', () => {
  const inOrder = (...versions: readonly string[]): string[] => [...versions].reverse().sort(compareVersions);

  test('semver’s own example of its order is kept', () => {
    const order =
      '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0';
    expect(inOrder(...order.split(' '))).toEqual(order.split(' '));
  });

  test('numbers count as numbers, also where they are no semver', () => {
    expect(inOrder('1.9.0', '1.10.0', '2.0.0')).toEqual(['1.9.0', '1.10.0', '2.0.0']);
    expect(inOrder('3.9', '3.111', '20261122')).toEqual(['3.9', '3.111', '20261122']);
  });
});
