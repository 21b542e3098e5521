/** What counts as new between two looks. */
import { expect, test } from '@jest/globals';
import { newsOf } from '../../../src/worker/triggers/news.ts';

const now = (seen: Readonly<Record<string, string>>) => new Map(Object.entries(seen));

test('at the first look nothing is new, and all of it is remembered', () => {
  expect(newsOf(null, now({ v1: 'a', v2: 'b' }), 'are-mistakes')).toEqual({
    fresh: [],
    moved: [],
    seen: { v1: 'a', v2: 'b' },
  });
});

test('after a look that found nothing, all is new', () => {
  expect(newsOf({}, now({ v1: 'a' }), 'are-mistakes').fresh).toEqual(['v1']);
});

test('a branch that moved is news, a tag that moved is a mistake', () => {
  expect(newsOf({ main: 'a' }, now({ main: 'b' }), 'are-news')).toMatchObject({ fresh: ['main'], moved: [] });
  expect(newsOf({ v1: 'a' }, now({ v1: 'b' }), 'are-mistakes')).toMatchObject({ fresh: [], moved: ['v1'] });
});

test('a server that forgot its tags for a moment makes no news of them', () => {
  const { fresh, seen } = newsOf({ v1: 'a', v2: 'b' }, now({}), 'are-mistakes');
  expect(fresh).toEqual([]);
  expect(newsOf(seen, now({ v1: 'a', v2: 'b', v3: 'c' }), 'are-mistakes').fresh).toEqual(['v3']);
});

test('of names that are gone the latest are remembered, so that what travels stays small', () => {
  const before = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`t${at}`, 'x']));
  const { seen } = newsOf(before, now({ t0: 'x' }), 'are-mistakes');
  expect(Object.keys(seen)).toHaveLength(501);
  expect([seen['t0'], seen['t1'], seen['t599']]).toEqual(['x', undefined, 'x']);
});
