/** The registry as the language sees it: schemas and effects, nothing that acts. */
import type { Catalog } from '../runbook/catalog.ts';
import { effectOf } from './define-step.ts';
import { comparisons, issues, pasts, steps, watched } from './registry.ts';

export const catalog: Catalog = {
  step(kind) {
    const step = steps.get(kind);
    return (
      step && { input: step.input, output: step.output, effect: (given: unknown) => effectOf(step, given) }
    );
  },
  check(kind) {
    const input = watched(kind)?.input;
    if (input === undefined) return undefined;
    if (comparisons.has(kind)) return { input, heldAgainst: 'baseline' };
    if (pasts.has(kind)) return { input, heldAgainst: 'past' };
    return { input, heldAgainst: issues.has(kind) ? 'explanations' : 'bounds' };
  },
};
