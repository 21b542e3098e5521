/** What is declared of a kind that can be watched: its builder for runbooks, and `definition` for the engine. */
import type { z } from 'zod';
import type { Check } from '../runbook/plan.ts';
import type { WithRefs } from '../runbook/reference.ts';

/** `Options` is what the builder takes besides the input: a tuple, for some kinds may go without. */
export type Defined<Definition, In extends z.ZodType, Options extends readonly unknown[]> = ((
  input: WithRefs<z.input<In>>,
  ...options: Options
) => Check) & { readonly definition: Definition };

/** Lets the engine treat all kinds of a sort alike: each parses its own input before anything else sees it. */
export const defined = <Definition, In extends z.ZodType, Options extends readonly unknown[]>(
  definition: unknown,
  build: (input: unknown, ...options: Options) => Check,
): Defined<Definition, In, Options> => Object.assign(build, { definition: definition as Definition });
