/** Declares a check and gives runbooks its builder: `prometheus.query({ … }, { max: 0.01 })`. */
import type { z } from 'zod';
import { buildCheck } from '../runbook/check-builder.ts';
import type { CheckOptions } from '../runbook/check-builder.ts';
import type { Check } from '../runbook/plan.ts';
import type { WithRefs } from '../runbook/reference.ts';
import type { CheckKind } from './check.ts';
import type { Clients } from './clients.ts';

/** A check kind: builder for runbooks, and `definition` for the engine. */
export type DefinedCheck<In extends z.ZodType = z.ZodType> = ((
  input: WithRefs<z.input<In>>,
  options: CheckOptions,
) => Check) & {
  readonly definition: CheckKind;
};

export function defineCheck<const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  check: CheckKind<Kind, In, Need>,
): DefinedCheck<In> {
  const definition = check as unknown as CheckKind;
  return Object.assign((input: unknown, options: CheckOptions) => buildCheck(check, input, options), {
    definition,
  });
}
