/** What a release holds while it runs, from the runbook, the environment and the plan's own records. Pure. */
import { childrenOf } from './children.ts';
import type { Runbook } from './define-runbook.ts';
import type { Environment } from './facts.ts';
import { nodeSchema } from './plan.ts';
import type { LeasePlan, PlanNode } from './plan.ts';

/** The step that records what runs where says which services a release changes. */
export const recordKind = 'environment.record';

/** `root`: of the plan, well made or not. */
export function leaseOf(
  { queue = 'all' }: Pick<Runbook, 'queue'>,
  { name, shares = [] }: Environment,
  root: unknown,
): LeasePlan {
  const node = nodeSchema.safeParse(root);
  return {
    // In everybody's order: two releases never wait for each other.
    environments: [...new Set([name, ...shares])].sort(),
    queue,
    services: [...new Set(node.success ? servicesIn(node.data) : [])].sort(),
  };
}

function servicesIn(node: PlanNode): string[] {
  const service = node.type === 'step' && node.kind === recordKind ? node.input['service'] : undefined;
  return [...(typeof service === 'string' ? [service] : []), ...childrenOf(node).flatMap(servicesIn)];
}
