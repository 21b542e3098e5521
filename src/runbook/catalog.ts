/** What the language must know of the steps and checks that exist. `src/activities/catalog.ts` reads it from the registry. */
import type { z } from 'zod';
import type { StepNode } from './plan.ts';

export interface CatalogStep {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly effect: StepNode['effect'];
}

export interface CatalogCheck {
  readonly input: z.ZodType;
  /** What its samples are held against: bounds of the plan, or a baseline that it reads too. */
  readonly heldAgainst: 'bounds' | 'baseline';
}

export interface Catalog {
  step(kind: string): CatalogStep | undefined;
  check(kind: string): CatalogCheck | undefined;
}
