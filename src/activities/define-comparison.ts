/** Declares a comparison and gives runbooks its builder: `metrics.prometheusCompare({ … }, { tolerance: 0.2 })`. */
import type { z } from 'zod';
import { buildComparison } from '../runbook/check-builder.ts';
import type { ComparisonOptions } from '../runbook/check-builder.ts';
import type { Check } from '../runbook/plan.ts';
import type { WithRefs } from '../runbook/reference.ts';
import type { Clients } from './clients.ts';
import type { ComparisonKind } from './comparison.ts';

/** A comparison kind: builder for runbooks, and `definition` for the engine. */
export type DefinedComparison<In extends z.ZodType = z.ZodType> = ((
  input: WithRefs<z.input<In>>,
  options?: ComparisonOptions,
) => Check) & {
  readonly definition: ComparisonKind;
};

export function defineComparison<const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  comparison: ComparisonKind<Kind, In, Need>,
): DefinedComparison<In> {
  const definition = comparison as unknown as ComparisonKind;
  return Object.assign(
    (input: unknown, options: ComparisonOptions = {}) => buildComparison(comparison, input, options),
    { definition },
  );
}
