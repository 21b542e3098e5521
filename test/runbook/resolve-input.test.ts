import { expect, test } from '@jest/globals';
import { resolveInput } from '../../src/runbook/resolve-input.ts';

const outputs = { build: { digest: 'sha256:1', origin: { tag: null }, layers: [{ digest: 'a' }] } };
const ref = ($ref: string) => ({ $ref });

test('references become what their step gave, wherever they stand', () => {
  const input = {
    a: ref('build.digest'),
    b: [{ c: ref('build.origin') }],
    d: ref('build.origin.tag'),
    e: ref('build.layers.0.digest'),
    f: 1,
  };
  expect(resolveInput(input, outputs)).toEqual({
    ok: true,
    input: { a: 'sha256:1', b: [{ c: { tag: null } }], d: null, e: 'a', f: 1 },
  });
});

test('a step without output is missing, and all that is missing is named once', () => {
  const input = { a: ref('gone.x'), b: [ref('gone.x'), ref('gone')], c: ref('build.digest') };
  expect(resolveInput(input, outputs)).toEqual({ ok: false, missing: ['gone', 'gone.x'] });
});

test('a field is left out where the output left it out, an item of a list is missing', () => {
  expect(resolveInput({ a: ref('build.notes'), b: 1 }, outputs)).toEqual({ ok: true, input: { b: 1 } });
  expect(resolveInput({ a: [ref('build.notes')] }, outputs)).toEqual({ ok: false, missing: ['build.notes'] });
});

test.each(['build.constructor', 'build.layers.length', 'build.digest.length', 'toString'])(
  'what every JavaScript value has is no output: %s',
  (name) => {
    const resolved = resolveInput({ a: ref(name) }, outputs);
    expect(resolved).not.toHaveProperty('input.a');
  },
);
