/** What validation finds wrong with a plan, one line a problem. */
import type { BuiltNode } from '../../src/runbook/built.ts';
import { validatePlan } from '../../src/runbook/validate-plan.ts';
import type { ValidateOptions } from '../../src/runbook/validate-plan.ts';
import { catalog } from './catalog.ts';
import { smallPlan } from './small-plan.ts';

export function problemsOf(plan: unknown, options?: ValidateOptions): string[] {
  const validated = validatePlan(plan, catalog, options);
  return validated.ok ? [] : validated.problems.map(({ path, message }) => `${path}: ${message}`);
}

export const problemsIn = (nodes: readonly BuiltNode[], options?: ValidateOptions) =>
  problemsOf(smallPlan(nodes), options);

/** A reference that the types would refuse. */
export const wild = ($ref: string) => ({ $ref }) as never;
