/** A plan around given nodes, for tests that care for the nodes alone. */
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan } from '../../src/runbook/plan.ts';

export const smallPlan = (nodes: readonly BuiltNode[], more: Partial<Plan> = {}): Plan => ({
  format: planFormat,
  runbook: 'small',
  environment: 'stage',
  version: '1.2',
  input: {},
  facts: [],
  warnings: [],
  root: sequence('Release', nodes).node,
  ...more,
});
