/** Balrog's version numbers. */
import { describe, expect, test } from '@jest/globals';
import {
  compareVersions,
  nextFreeVersion,
  versionOfTag,
  versionPattern,
} from '../../../runbooks/balrog/versions.ts';

describe('versions have two parts', () => {
  test.each(['3.111', '0.1', '10.0'])('%s is one', (version) => expect(version).toMatch(versionPattern));
  test.each(['3', '3.111.1', 'v3.111', '3.0111', '3.x', ''])('%s is none', (text) =>
    expect(text).not.toMatch(versionPattern),
  );
});

describe('the next free version', () => {
  test('is the next one', () => expect(nextFreeVersion('3.111', ['v3.110', 'v3.111'])).toBe('3.112'));
  test('passes over tags that exist', () =>
    expect(nextFreeVersion('3.111', ['v3.112', 'v3.113', 'v4.0'])).toBe('3.114'));
});

test('parts are compared as numbers', () => {
  expect(['3.100', '3.99', '2.200'].sort(compareVersions)).toEqual(['2.200', '3.99', '3.100']);
});

test('a tag of another kind has no version', () => {
  expect(['v3.110', '3.110', 'client-v3.1', 'v3.110.1'].map(versionOfTag)).toEqual([
    '3.110',
    undefined,
    undefined,
    undefined,
  ]);
});
