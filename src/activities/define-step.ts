/** Declares a step and gives runbooks its builder: `argocd.sync({ … }, { id: 'sync-admin' })`. */
import type { z } from 'zod';
import { buildStep } from '../runbook/step-builder.ts';
import type { BuiltStep, StepNodeOptions } from '../runbook/step-builder.ts';
import type { WithRefs } from '../runbook/reference.ts';
import type { Clients } from './clients.ts';
import { isEffect } from './contract.ts';
import type { EffectStep, Json, ReadStep, Step } from './contract.ts';
import type { StepNode } from '../runbook/plan.ts';

/** The builder's face: what a runbook calls. */
export type StepBuilder<In extends z.ZodType, Out extends z.ZodType> = (
  input: WithRefs<z.input<In>>,
  options?: StepNodeOptions,
) => BuiltStep<z.output<Out>>;

/** A step kind: builder for runbooks, and `definition` for the engine. */
export type DefinedStep<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = StepBuilder<
  In,
  Out
> & {
  readonly definition: Step;
};

export function defineStep<
  const Kind extends string,
  In extends z.ZodType,
  Out extends z.ZodType,
  Need extends keyof Clients,
  Ref extends Json,
  Before extends Json,
>(step: EffectStep<Kind, In, Out, Need, Ref, Before>): DefinedStep<In, Out>;
export function defineStep<
  const Kind extends string,
  In extends z.ZodType,
  Out extends z.ZodType,
  Need extends keyof Clients,
>(step: ReadStep<Kind, In, Out, Need>): DefinedStep<In, Out>;
export function defineStep(step: unknown): DefinedStep {
  const definition = step as Step;
  const kind = {
    kind: definition.kind,
    input: definition.input,
    title: definition.title,
    effect: (input: unknown) => effectOf(definition, input),
  };
  return Object.assign((input: unknown, options?: StepNodeOptions) => buildStep(kind, input, options), {
    definition,
  });
}

/** How the plan says a step can be undone. `input`: as the plan has it; absent: of the kind in general. */
export function effectOf(step: Step, input?: unknown): StepNode['effect'] {
  if (!isEffect(step)) return { type: 'read' };
  const reason = step.irreversible ?? (input === undefined ? undefined : irreversibleFor(step, input));
  return reason === undefined ? { type: 'undoable' } : { type: 'irreversible', reason };
}

/** An input that is not valid is refused elsewhere, with what is wrong with it. */
function irreversibleFor(step: EffectStep, input: unknown): string | undefined {
  try {
    return step.irreversibleFor?.(input);
  } catch {
    return undefined;
  }
}
