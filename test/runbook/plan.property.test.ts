import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf } from '../../src/runbook/digest.ts';
import type { Json } from '../../src/runbook/json.ts';
import { isRecord } from '../../src/runbook/json.ts';
import type { Plan, PlanNode } from '../../src/runbook/plan.ts';
import { planSchema } from '../../src/runbook/plan.ts';
import { childrenOf } from '../../src/runbook/children.ts';
import { renderMarkdown, renderTree } from '../../src/runbook/render.ts';
import { validatePlan } from '../../src/runbook/validate-plan.ts';
import { arbitraryPlan } from '../support/arbitrary-plan.ts';
import { catalog } from '../support/catalog.ts';

/** Every value in `value` that holds no other, with its path. */
function leaves(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...at]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...at, key]));
}

/** A copy in which one leaf is another value. */
function changed(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined)
    return typeof value === 'string' ? `${value}x` : typeof value === 'number' ? -value || 1 : !value;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? changed(item, rest) : item));
  if (!isRecord(value)) throw new Error('the path leads nowhere');
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? changed(item, rest) : item]),
  );
}

function keysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysReversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, keysReversed(item)] as const)
      .reverse(),
  );
}

type Trail = readonly PlanNode[];

/** Every node with those that it stands in, outermost first, itself last. */
const trails = (node: PlanNode, above: Trail = []): Trail[] => [
  [...above, node],
  ...childrenOf(node).flatMap((child) => trails(child, [...above, node])),
];

/** By where their ways part: only a sequence has one complete before the other. */
function isBefore(first: Trail, second: Trail): boolean {
  const parting = first.findIndex((node, index) => node !== second[index]);
  const shared = first[parting - 1];
  const [one, other] = [first[parting], second[parting]];
  if (shared?.type !== 'sequence' || one === undefined || other === undefined) return false;
  return shared.nodes.indexOf(one) < shared.nodes.indexOf(other);
}

const givesOutput = (node: PlanNode | undefined) =>
  node?.type === 'step' || node?.type === 'gate' || node?.type === 'release';
const problemsOf = (plan: unknown) => {
  const validated = validatePlan(plan, catalog, { starter: 'ann' });
  return validated.ok ? [] : validated.problems;
};

/** With one look pointed at `ref`; undefined if the plan has no look. */
function pointed(plan: Plan, pick: number, ref: string): { plan: Plan; from: Trail } | undefined {
  const copy = structuredClone(plan);
  const looks = trails(copy.root).filter(
    (trail) => trail.at(-1)?.type === 'step' && 'here' in (atOf(trail) ?? {}),
  );
  const from = looks[pick % looks.length];
  const node = from?.at(-1);
  if (from === undefined || node?.type !== 'step') return undefined;
  node.input = { at: { here: [{ $ref: ref }] } };
  return { plan: copy, from };
}

function atOf(trail: Trail): Record<string, unknown> | undefined {
  const node = trail.at(-1);
  const at: Json | undefined = node?.type === 'step' ? node.input['at'] : undefined;
  return isRecord(at) ? at : undefined;
}

describe('any valid plan', () => {
  test('is found valid, and comes back the same from JSON', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const validated = validatePlan(JSON.parse(JSON.stringify(plan)), catalog, { starter: 'ann' });
        expect(validated).toEqual({ ok: true, plan });
        expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
      }),
    );
  });

  test('has a digest that depends on no key order', () => {
    fc.assert(fc.property(arbitraryPlan, (plan) => digestOf(keysReversed(plan) as Json) === digestOf(plan)));
  });

  test('has a digest that changes with any value in it', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(), (plan, pick) => {
        const all = leaves(plan);
        const other = changed(plan, all[pick % all.length] ?? []) as Json;
        expect(digestOf(other)).not.toBe(digestOf(plan));
      }),
    );
  });

  test('can be rendered, with every title’s line and the digest', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const tree = renderTree(plan);
        const markdown = renderMarkdown(plan);
        for (const trail of trails(plan.root)) {
          expect(tree).toContain(`#${trail.at(-1)?.id}`);
          expect(markdown).toContain(`\`${trail.at(-1)?.id}\``);
        }
        expect(tree).toContain(digestOf(plan));
        expect(markdown).toContain(digestOf(plan));
      }),
    );
  });
});

describe('in any plan', () => {
  test('a reference to a node that is not there is found, and only it', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(), (plan, pick) => {
        const broken = pointed(plan, pick, 'gone.digest');
        fc.pre(broken !== undefined);
        const problems = problemsOf(broken.plan);
        expect(problems).toHaveLength(1);
        expect(problems[0]?.path).toMatch(/\.input\.at\.here\[0\]$/);
        expect(problems[0]?.message).toContain("there is no node 'gone'");
      }),
    );
  });

  test('a reference stands exactly where the node it names is complete before', () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(), fc.nat(), (plan, pick, target) => {
        const givers = trails(plan.root).filter((trail) => givesOutput(trail.at(-1)));
        const id = givers[target % givers.length]?.at(-1)?.id;
        const made = id === undefined ? undefined : pointed(plan, pick, id);
        fc.pre(made !== undefined);
        const to = trails(made.plan.root).find((trail) => trail.at(-1)?.id === id) ?? [];
        const allowed = isBefore(to, made.from);
        if (allowed) accepted += 1;
        else refused += 1;
        expect(problemsOf(made.plan)).toHaveLength(allowed ? 0 : 1);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });

  test('no value at all makes validation throw', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(), fc.anything(), (plan, pick, value) => {
        const all = leaves(plan);
        const path = all[pick % all.length] ?? [];
        const broken = structuredClone(plan) as unknown;
        const holder = path
          .slice(0, -1)
          .reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], broken);
        (holder as Record<string, unknown>)[path.at(-1) ?? ''] = value;
        expect(typeof validatePlan(broken, catalog).ok).toBe('boolean');
        expect(typeof validatePlan(value, catalog).ok).toBe('boolean');
      }),
    );
  });
});
