import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { normalizeInput } from '../../src/runbook/normalize-input.ts';

const schema = z.strictObject({
  name: z.string().trim(),
  count: z.number().default(3),
  deep: z
    .strictObject({
      a: z.string(),
      b: z.string().default('b'),
      list: z.array(z.strictObject({ c: z.json(), d: z.number().default(1) })).default([]),
    })
    .optional(),
  pairs: z.record(z.string(), z.strictObject({ x: z.string(), y: z.string().default('y') })).optional(),
  whole: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
});
const ref = { $ref: 'build.digest' };

test('defaults are written in, at every depth', () => {
  expect(normalizeInput(schema, { name: ' n ', deep: { a: 'a' } })).toEqual({
    name: 'n',
    count: 3,
    deep: { a: 'a', b: 'b', list: [] },
    whole: { on: true },
  });
});

test('beside references too, and references stay as they are', () => {
  const given = {
    name: ref,
    deep: { a: ref, list: [{ c: { in: [ref] } }] },
    pairs: { one: { x: ref } },
    whole: ref,
  };
  expect(normalizeInput(schema, given)).toEqual({
    name: ref,
    count: 3,
    deep: { a: ref, b: 'b', list: [{ c: { in: [ref] }, d: 1 }] },
    pairs: { one: { x: ref, y: 'y' } },
    whole: ref,
  });
});

test('what the schema refuses is left for the validator to name', () => {
  expect(normalizeInput(schema, { name: 1, extra: true })).toEqual({ name: 1, extra: true });
});

test('what can’t be parsed twice is shown as it was given', () => {
  const twice = z.strictObject({ when: z.string().transform((text) => text.length) });
  expect(normalizeInput(twice, { when: 'later' })).toEqual({ when: 'later' });
});

test('a schema whose code stumbles over a value leaves it alone', () => {
  const fragile = z.strictObject({ a: z.preprocess((value) => (value as string).trim(), z.string()) });
  expect(normalizeInput(fragile, { a: 1 })).toEqual({ a: 1 });
});
