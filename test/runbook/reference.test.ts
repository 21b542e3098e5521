import { describe, expect, test } from '@jest/globals';
import { isRef, mapRefs, refs, refsIn, showRefs, splitRef } from '../../src/runbook/reference.ts';

const image = refs<{ digest: string; origin: { commit: string } }>('image');

describe('a reference', () => {
  test('is written as its path, however deep', () => {
    expect(JSON.stringify({ whole: image, part: image.origin.commit })).toBe(
      '{"whole":{"$ref":"image"},"part":{"$ref":"image.origin.commit"}}',
    );
    expect(isRef(image.digest)).toBe(true);
  });

  test('can’t stand inside a text, for it has no value yet', () => {
    expect(() => `v-${image.digest as unknown as string}`).toThrow('image.digest has no value yet');
  });

  test('is no promise: awaiting it gives itself', async () => {
    expect(JSON.stringify(await Promise.resolve(image))).toBe('{"$ref":"image"}');
  });

  test('can’t be changed, and refuses a field whose name would read as a path', () => {
    expect(() => Object.assign(image, { $ref: 'other' })).toThrow(TypeError);
    expect(() => (image as unknown as Record<string, unknown>)['a.b']).toThrow('a dot in its name');
  });

  test('splits into the node and the path below', () => {
    expect(splitRef('image.origin.commit')).toEqual({ node: 'image', path: ['origin', 'commit'] });
    expect(splitRef('image')).toEqual({ node: 'image', path: [] });
  });
});

test.each([[null], ['$ref'], [[]], [{}], [{ $ref: 1 }], [{ $ref: 'a', b: 1 }]])(
  '%j is no reference',
  (value) => {
    expect(isRef(value)).toBe(false);
  },
);

test('references are found with their places, replaced, and shown', () => {
  const value = { a: [{ $ref: 'x.y' }, 1], b: { c: { $ref: 'z' } } };
  expect(refsIn(value)).toEqual([
    { ref: 'x.y', at: ['a', 0] },
    { ref: 'z', at: ['b', 'c'] },
  ]);
  expect(mapRefs(value, (ref) => ref.length)).toEqual({ a: [3, 1], b: { c: 1 } });
  expect(showRefs(value)).toEqual({ a: ['‹x.y›', 1], b: { c: '‹z›' } });
});
