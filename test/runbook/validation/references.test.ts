import { describe, expect, test } from '@jest/globals';
import { gate, guard, parallel, release, sequence } from '../../../src/runbook/builders.ts';
import type { Audience } from '../../../src/runbook/plan.ts';
import { build, look, rate, sync } from '../../support/catalog.ts';
import { problemsIn, wild } from '../../support/problems-of.ts';

const releng: Audience = { roles: ['releng'], people: ['ann', 'bob'] };
const image = build({ source: 'main' }, { id: 'image' });

describe('a reference', () => {
  const revision = (ref: string) => problemsIn([image, sync({ revision: wild(ref) }, { id: 'sync' })]);

  test('to what is there and fits is fine', () => {
    expect(revision('image.digest')).toEqual([]);
  });

  test.each([
    ['gone.digest', 'there is no node ‘gone’'],
    ['image.digets', 'image has no field ‘digets’'],
    ['image.digest.length', 'image.digest has no field ‘length’'],
    ['image.origin.branch', 'image.origin has no field ‘branch’'],
    ['image.constructor', 'image has no field ‘constructor’'],
    ['image.bytes', 'it gives an integer, wanted is a string'],
    ['image', 'it gives an object, wanted is a string'],
    ['image.notes', 'may be absent'],
    ['image.origin.tag', 'may be absent'],
    ['image.labels.app', 'may be absent'],
    ['sync.revision', 'that is this node itself'],
    ['release', '‘release’ gives no output'],
    ['image..digest', 'is no reference'],
    ['Image', 'is no reference'],
  ])('to %s is refused, and the place is named', (ref, why) => {
    const problems = revision(ref);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^root\.nodes\[1\]\.input\.revision: /);
    expect(problems[0]).toContain(why.replaceAll(/[‘’]/g, "'"));
  });

  test.each([
    ['a value that may be absent may stand where none is needed', { comment: image.output.notes }],
    ['fewer values than are allowed fit', { channel: image.output.channel }],
    ['an object fits one with the same fields', { origin: image.output.origin }],
    ['a list fits a list of the same', { items: image.output.layers }],
    ['one form of several is enough', { target: image.output.digest }],
    ['an item of a list may be one', { items: [{ digest: image.output.digest }] }],
  ] as const)('%s', (_, more) => {
    expect(problemsIn([image, sync({ revision: 'x1', ...more })])).toEqual([]);
  });

  test.each([
    [
      'more values than are allowed',
      { only: image.output.channel },
      'it may give "beta", wanted is "stable"',
    ],
    ['a text that no form takes', { items: image.output.digest }, 'it gives a string, wanted is an array'],
    [
      'an object that lacks a field',
      { target: image.output.origin },
      'it gives an object, wanted is a string or an object',
    ],
    ['a list of something else', { items: [image.output.digest] }, 'it gives a string, wanted is an object'],
    ['an object that may be absent in a list', { items: [image.output.notes] }, 'may be absent'],
  ])('is refused for %s', (_, more, why) => {
    const problems = problemsIn([image, sync({ revision: 'x1', ...(more as object) })]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(why);
  });

  test('may name answers of a gate, and nothing that was not asked', () => {
    const asked = gate('Sure?', {
      instructions: 'Look',
      approvers: releng,
      questions: {
        why: { type: 'text', title: 'Why?' },
        pods: { type: 'number', title: 'Pods?' },
        more: { type: 'text', title: '+', required: false },
      },
    });
    const use = (ref: string) => problemsIn([asked, sync({ revision: wild(ref) }, { id: 'sync' })]);
    expect(use('sure.answers.why')).toEqual([]);
    expect(use('sure.answers.when')[0]).toContain("sure.answers has no field 'when'");
    expect(use('sure.answers.pods')[0]).toContain('it gives a number');
    expect(use('sure.answers.more')[0]).toContain('may be absent');
    expect(use('sure.approvedBy')[0]).toContain('it gives an array');
  });

  test('to a required answer is refused where a deadline may approve without it', () => {
    const asked = gate('Sure?', {
      instructions: 'Look',
      approvers: releng,
      questions: { why: { type: 'text', title: 'Why?' } },
      deadline: { after: '1h', then: 'approve' },
    });
    expect(problemsIn([asked, sync({ revision: asked.output.answers.why })])[0]).toContain('may be absent');
  });

  test('to a child release’s outputs fits anywhere: they are not known yet', () => {
    const child = release('Child', { runbook: 'child', input: { environment: 'stage', version: '1.2' } });
    expect(
      problemsIn([child, sync({ revision: child.output.id, replicas: wild('child.outputs.image.bytes') })]),
    ).toEqual([]);
    expect(problemsIn([child, sync({ revision: wild('child.digest') })])[0]).toContain(
      "child has no field 'digest'",
    );
  });

  test('is refused between branches that run side by side, and from a guard to what it guards', () => {
    const use = (id: string) => sync({ revision: image.output.digest }, { id });
    expect(problemsIn([parallel('Both', [image, use('sync')])])[0]).toContain(
      "'image' is not complete before this place",
    );
    const checks = [rate({ query: image.output.digest }, { max: 1 })];
    expect(
      problemsIn([guard('Watch', { checks, ask: { approvers: releng } }, sequence('Inside', [image]))]),
    ).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.checks\[0\]\.input\.query: .*not complete before/)]);
  });

  test('stands in evidence too', () => {
    const asked = gate('Sure?', {
      instructions: 'x',
      approvers: releng,
      evidence: [{ title: 'Image', value: wild('gone') }],
    });
    expect(problemsIn([asked])).toEqual([
      expect.stringMatching(/^root\.nodes\[0\]\.ask\.evidence\[0\]\.value: /),
    ]);
  });

  test('with anything beside it is no literal either', () => {
    const problems = problemsIn([image, look({ at: [{ $ref: 'image.digest', or: 1 }] as never })]);
    expect(problems).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.at\[0\]: .* is no reference$/),
    ]);
  });
});
