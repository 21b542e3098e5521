/** A plan's nodes for tests: by id, and in which order they stand. */
import type { Plan, PlanNode } from '../../src/runbook/plan.ts';
import { flatten } from '../../src/workflows/state.ts';

export const idsOf = ({ root }: Plan): string[] => flatten(root).map(({ node }) => node.id);

export function nodeOf<Type extends PlanNode['type']>(
  { root }: Plan,
  type: Type,
  id: string,
): Extract<PlanNode, { type: Type }> {
  const found = flatten(root).find(({ node }) => node.id === id)?.node;
  if (found?.type !== type) throw new Error(`The plan has no ${type} ${id}.`);
  return found as Extract<PlanNode, { type: Type }>;
}

/** The ids of the steps, gates and guards in it, in the plan's order. */
export const leavesOf = (plan: Plan): string[] =>
  flatten(plan.root)
    .filter(({ node }) => node.type !== 'sequence' && node.type !== 'parallel')
    .map(({ node }) => node.id);

export const factOf = (plan: Plan, id: string) => plan.facts.find((fact) => fact.id === id);
