/** One look of a check that is held against bounds. */
import type { Check } from '../../runbook/plan.ts';
import type { CheckContext, CheckKind, Sample } from '../check.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export interface Sampling {
  readonly kind: CheckKind;
  readonly check: Check;
  /** As the kind's schema has it. */
  readonly input: unknown;
}

/** A source that doesn't answer gives no data: void, never good. */
export async function sample({ kind, input }: Sampling, context: CheckContext): Promise<Sample> {
  try {
    return await kind.sample(input, context);
  } catch (error) {
    context.signal.throwIfAborted();
    return { value: null, says: `no data: ${reasonOf(error)}` };
  }
}
