/** What the language must know of the steps and checks that exist. `src/activities/catalog.ts` reads it from the registry. */
import type { z } from 'zod';
import type { StepNode } from './plan.ts';

export interface CatalogStep {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Given the input: some say by it how they are undone. */
  effect(input: unknown): StepNode['effect'];
}

export interface CatalogCheck {
  readonly input: z.ZodType;
  /** What it is held against: bounds of the plan, a baseline, its own past, or what people have explained of it. */
  readonly heldAgainst: 'bounds' | 'baseline' | 'past' | 'explanations';
}

export interface Catalog {
  step(kind: string): CatalogStep | undefined;
  check(kind: string): CatalogCheck | undefined;
}
