/** The registry as the language sees it: schemas and effects, nothing that acts. */
import type { Catalog } from '../runbook/catalog.ts';
import { effectOf } from './define-step.ts';
import { checks, comparisons, steps } from './registry.ts';

export const catalog: Catalog = {
  step(kind) {
    const step = steps.get(kind);
    return step && { input: step.input, output: step.output, effect: effectOf(step) };
  },
  check(kind) {
    const check = checks.get(kind);
    if (check !== undefined) return { input: check.input, heldAgainst: 'bounds' };
    const comparison = comparisons.get(kind);
    return comparison && { input: comparison.input, heldAgainst: 'baseline' };
  },
};
