/** Copies of a valid value with one to three parts gone or of another kind. */
import fc from 'fast-check';
import { drawFrom, spoil } from '../../src/practice/mangle.ts';

export const spoiled = (valid: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.integer(), fc.integer({ min: 1, max: 3 })).map(([seed, times]) => {
    const draw = drawFrom(seed);
    let value = valid;
    for (let i = 0; i < times; i++) value = spoil(value, draw);
    // As it would arrive: fields that are undefined are not there.
    return JSON.parse(JSON.stringify(value)) as unknown;
  });
