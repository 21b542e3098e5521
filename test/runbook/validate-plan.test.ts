import { describe, expect, test } from '@jest/globals';
import { gate, guard, parallel, release, sequence, soak } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { Audience, Plan } from '../../src/runbook/plan.ts';
import { planJsonSchema, validatePlan } from '../../src/runbook/validate-plan.ts';
import type { ValidateOptions } from '../../src/runbook/validate-plan.ts';
import { announce, build, catalog, look, rate, sync } from '../support/catalog.ts';
import { smallPlan } from '../support/small-plan.ts';

const releng: Audience = { roles: ['releng'], people: ['ann', 'bob'] };
const nobody: Audience = { roles: ['sre'], people: [] };

function problemsOf(plan: unknown, options?: ValidateOptions): string[] {
  const validated = validatePlan(plan, catalog, options);
  return validated.ok ? [] : validated.problems.map(({ path, message }) => `${path}: ${message}`);
}
const inNodes = (nodes: readonly BuiltNode[], options?: ValidateOptions) =>
  problemsOf(smallPlan(nodes), options);
/** A reference that the types would refuse. */
const wild = ($ref: string) => ({ $ref }) as never;

const image = build({ source: 'main' }, { id: 'image' });

describe('a reference', () => {
  const revision = (ref: string) => inNodes([image, sync({ revision: wild(ref) }, { id: 'sync' })]);

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
    expect(inNodes([image, sync({ revision: 'x1', ...more })])).toEqual([]);
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
    const problems = inNodes([image, sync({ revision: 'x1', ...(more as object) })]);
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
    const use = (ref: string) => inNodes([asked, sync({ revision: wild(ref) }, { id: 'sync' })]);
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
    expect(inNodes([asked, sync({ revision: asked.output.answers.why })])[0]).toContain('may be absent');
  });

  test('to a child release’s outputs fits anywhere: they are not known yet', () => {
    const child = release('Child', { runbook: 'child', input: { environment: 'stage', version: '1.2' } });
    expect(
      inNodes([child, sync({ revision: child.output.id, replicas: wild('child.outputs.image.bytes') })]),
    ).toEqual([]);
    expect(inNodes([child, sync({ revision: wild('child.digest') })])[0]).toContain(
      "child has no field 'digest'",
    );
  });

  test('is refused between branches that run side by side, and from a guard to what it guards', () => {
    const use = (id: string) => sync({ revision: image.output.digest }, { id });
    expect(inNodes([parallel('Both', [image, use('sync')])])[0]).toContain(
      "'image' is not complete before this place",
    );
    const checks = [rate({ query: image.output.digest }, { max: 1 })];
    expect(inNodes([guard('Watch', { checks }, sequence('Inside', [image]))])).toEqual([
      expect.stringMatching(/^root\.nodes\[0\]\.checks\[0\]\.input\.query: .*not complete before/),
    ]);
  });

  test('stands in evidence too', () => {
    const asked = gate('Sure?', {
      instructions: 'x',
      approvers: releng,
      evidence: [{ title: 'Image', value: wild('gone') }],
    });
    expect(inNodes([asked])).toEqual([
      expect.stringMatching(/^root\.nodes\[0\]\.ask\.evidence\[0\]\.value: /),
    ]);
  });

  test('with anything beside it is no literal either', () => {
    const problems = inNodes([image, look({ at: [{ $ref: 'image.digest', or: 1 }] as never })]);
    expect(problems).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.at\[0\]: .* is no reference$/),
    ]);
  });
});

describe('an input', () => {
  test('is held against the step’s schema everywhere but at references', () => {
    const bad = sync({
      revision: image.output.digest,
      replicas: 1.5,
      extra: 1,
      target: { cluster: wild('image.digest'), namespace: 3 },
    } as never);
    expect(inNodes([image, bad]).sort()).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.extra: is not known here$/),
      expect.stringMatching(/^root\.nodes\[1\]\.input\.replicas: .*int/),
      expect.stringMatching(/^root\.nodes\[1\]\.input\.target: fits no allowed form: .*namespace/),
    ]);
  });

  test('of a union is fine if one form minds nothing but the reference', () => {
    expect(inNodes([image, sync({ revision: 'x', target: { cluster: image.output.digest } })])).toEqual([]);
  });

  test('of a child release needs environment and version', () => {
    const child = release('Child', {
      runbook: 'child',
      input: { environment: 'stage', version: image.output.bytes as never },
    });
    expect(inNodes([image, child])).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.version: .*wanted is a string/),
    ]);
  });
});

describe('steps and runbooks must exist', () => {
  test('an unknown step, check and runbook are refused', () => {
    const step: BuiltNode = { node: { ...image.node, kind: 'image.biuld' } };
    const checks = [{ ...rate({ query: 'x' }, { max: 1 }), kind: 'metric.rat' }];
    const child = release('Child', { runbook: 'chidl', input: { environment: 'stage', version: '1' } });
    expect(inNodes([step, soak('Wait', { for: '1m', checks }), child], { runbooks: ['child'] })).toEqual([
      "root.nodes[0].kind: there is no step 'image.biuld'",
      "root.nodes[1].checks[0].kind: there is no check 'metric.rat'",
      "root.nodes[2].runbook: there is no runbook 'chidl'",
    ]);
  });

  test('a plan can’t say of a step that it may be undone when it may not', () => {
    const step: BuiltNode = { node: { ...announce({ text: 'x' }).node, effect: { type: 'undoable' } } };
    expect(inNodes([step])).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.effect: /)]);
  });
});

describe('people must be able to answer', () => {
  const ask = (more: object) =>
    inNodes([gate('Sure?', { instructions: 'x', approvers: releng, ...more })], { starter: 'ann' });

  test('a quorum that the eligible can reach is fine', () => {
    expect(ask({ quorum: 2 })).toEqual([]);
    expect(ask({ notStarter: true })).toEqual([]);
  });

  test.each([
    ['a role without people', { approvers: nobody }],
    ['no approvers named', { approvers: { roles: [], people: [] } }],
    ['a quorum above their number', { quorum: 3 }],
    ['the same person named twice', { approvers: { roles: [], people: ['bob', 'bob'] }, quorum: 2 }],
    [
      'four eyes where only the starter is left',
      { approvers: { roles: [], people: ['ann'] }, notStarter: true },
    ],
    ['four eyes and a quorum of all', { quorum: 2, notStarter: true }],
  ])('%s is refused', (_, more) => {
    expect(ask(more)).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.ask\.approvers: /)]);
  });

  test('a soak may leave open who answers, but may not name a role without people', () => {
    const checks = [rate({ query: 'x' }, { max: 1 })];
    expect(inNodes([soak('Wait', { for: '1m', checks })])).toEqual([]);
    expect(inNodes([soak('Wait', { for: '1m', checks, ask: { approvers: nobody } })])).toHaveLength(1);
  });

  test('a reminder must reach somebody', () => {
    expect(ask({ reminders: [{ after: '1h', to: nobody }] })).toEqual([
      expect.stringMatching(/^root\.nodes\[0\]\.ask\.reminders\[0\]\.to: would remind nobody/),
    ]);
  });

  test('a choice is offered once', () => {
    const questions = { where: { type: 'choice', title: 'Where?', choices: ['a', 'b', 'a'] } };
    expect(ask({ questions })).toEqual(['root.nodes[0].ask.questions[0].choices[2]: offers "a" twice']);
  });
});

describe('checks must be able to fail', () => {
  const watch = (checks: Parameters<typeof soak>[1]['checks'], interval = '30s') =>
    inNodes([soak('Wait', { for: '10m', interval, checks })]);

  test('one without bounds, one whose bounds exclude each other, two of one id', () => {
    const open = rate({ query: 'x' }, { id: 'a' });
    const shut = rate({ query: 'x' }, { id: 'a', min: 2, max: 1 });
    expect(watch([open, shut])).toEqual([
      expect.stringContaining("checks[1].id: there is a check 'a' here already"),
      expect.stringContaining('checks[0]: has no bound'),
      expect.stringContaining('checks[1]: no sample is at least 2 and at most 1'),
    ]);
  });

  test('an interval of nothing would look without end', () => {
    expect(watch([rate({ query: 'x' }, { max: 1 })], '0s')).toEqual([
      expect.stringContaining('interval: must be longer'),
    ]);
  });
});

describe('the plan as a whole', () => {
  test('an id that is taken is refused, with the place that has it', () => {
    expect(inNodes([image, sequence('More', [image])])).toEqual([
      "root.nodes[1].nodes[0].id: the id 'image' is taken by root.nodes[0]",
    ]);
  });

  test('all problems come at once, those of the shape too', () => {
    const plan = smallPlan([
      { node: { ...image.node, required: 'yes' } as never },
      sync({ revision: image.output.digest, replicas: 1.5 }, { id: 'one' }),
      sync({ revision: wild('gone') }, { id: 'one' }),
      { node: { type: 'wait', id: 'w', title: 'W' } as never },
    ]);
    expect(
      problemsOf({ ...plan, version: 'a b', extra: 1 }).map((text) => text.slice(0, text.indexOf(':'))),
    ).toEqual([
      'version',
      'root.nodes[0].required',
      'root.nodes[3].type',
      'extra',
      'root.nodes[2].id',
      'root.nodes[1].input.replicas',
      'root.nodes[2].input.revision',
    ]);
  });

  test('two facts of one id are refused', () => {
    const fact = { id: 'schema', title: 'Schema', value: 1, evidence: [] };
    expect(problemsOf(smallPlan([], { facts: [fact, fact] }))).toEqual([
      "facts[1].id: there is a fact 'schema' already",
    ]);
  });

  test('what JSON or the schema would lose on the way is refused', () => {
    const input = JSON.parse('{"__proto__": 1, "a": 1}') as Plan['input'];
    expect(problemsOf(smallPlan([], { input }))).toHaveLength(1);
    expect(problemsOf(smallPlan([], { input: { when: new Date(0) as never } }))).not.toEqual([]);
  });

  test('too many nodes, too many bytes and too deep a nesting are refused', () => {
    const many = Array.from({ length: 501 }, (_, index) => look({ at: 1 }, { id: `n${index}` }));
    expect(inNodes(many)).toEqual([expect.stringContaining('has 502 nodes')]);
    expect(inNodes([look({ at: 'x'.repeat(256 * 1024) })])).toEqual([
      expect.stringContaining('bytes; at most 262144'),
    ]);
    let deep: BuiltNode = image;
    for (let depth = 0; depth < 5000; depth += 1)
      deep = { node: { type: 'sequence', id: `s${depth}`, title: 's', nodes: [deep.node] } };
    expect(inNodes([deep])).toEqual([expect.stringContaining('nested deeper than')]);
  });

  test('a value that holds itself is refused', () => {
    const plan: Record<string, unknown> = { ...smallPlan([]) };
    plan['root'] = plan;
    expect(problemsOf(plan)).toHaveLength(1);
  });

  test('has a JSON Schema that names its format', () => {
    expect(planJsonSchema()).toMatchObject({
      type: 'object',
      properties: { format: { const: 'slipway.plan/v1' } },
    });
  });
});
