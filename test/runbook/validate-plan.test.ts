import { describe, expect, test } from '@jest/globals';
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { planJsonSchema } from '../../src/runbook/validate-plan.ts';
import { build, look, sync } from '../support/catalog.ts';
import { problemsIn, problemsOf, wild } from '../support/problems-of.ts';
import { smallPlan } from '../support/small-plan.ts';

const image = build({ source: 'main' }, { id: 'image' });

describe('the plan as a whole', () => {
  test('an id that is taken is refused, with the place that has it', () => {
    expect(problemsIn([image, sequence('More', [image])])).toEqual([
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
    expect(problemsIn(many)).toEqual([expect.stringContaining('has 502 nodes')]);
    expect(problemsIn([look({ at: 'x'.repeat(256 * 1024) })])).toEqual([
      expect.stringContaining('bytes; at most 262144'),
    ]);
    let deep: BuiltNode = image;
    for (let depth = 0; depth < 5000; depth += 1)
      deep = { node: { type: 'sequence', id: `s${depth}`, title: 's', nodes: [deep.node] } };
    expect(problemsIn([deep])).toEqual([expect.stringContaining('nested deeper than')]);
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
