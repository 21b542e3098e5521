/** Who waits for whom, followed from one release to the next. */
import { expect, test } from '@jest/globals';
import { knotOf } from '../../src/environment/knot.ts';
import type { Waiting } from '../../src/environment/knot.ts';

/** By release: what it waits for and what is within it; by environment: who has it. */
const found = (
  own: readonly string[],
  releases: Readonly<Record<string, Partial<Waiting>>>,
  holders: Readonly<Record<string, string>>,
) =>
  knotOf(
    { own, environment: 'prod', holder: holders['prod'] ?? '' },
    {
      of: (release) => {
        const { environments = [], within = [] } = releases[release] ?? {};
        return Promise.resolve(release in releases ? { environments, within } : undefined);
      },
      holder: (environment) => Promise.resolve(holders[environment]),
    },
  );

test('a holder that waits for nothing will give it back', async () => {
  expect(await found(['release/me'], { 'release/x': {} }, { prod: 'release/x' })).toBeNull();
});

test('one that is over keeps nobody', async () => {
  expect(await found(['release/me'], {}, { prod: 'release/x' })).toBeNull();
});

test('a circle over three releases and two within them is found, and told link by link', async () => {
  const releases = {
    'release/x': { within: ['release/x-in'] },
    'release/x-in': { environments: ['stage'] },
    'release/y': { environments: ['db'] },
  };
  const holders = { prod: 'release/x', stage: 'release/y', db: 'release/outer' };
  const knot = await found(['release/me', 'release/outer'], releases, holders);
  expect(knot).toContain(
    'x has prod; x-in is within it; it waits for stage; y has stage; it waits for db; outer has db',
  );
  expect(await found(['release/me'], releases, holders)).toBeNull();
});

test('a circle of others is theirs to tell, and ends the search', async () => {
  const releases = { 'release/x': { environments: ['stage'] }, 'release/y': { environments: ['prod'] } };
  expect(await found(['release/me'], releases, { prod: 'release/x', stage: 'release/y' })).toBeNull();
});
