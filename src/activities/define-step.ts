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
    effect: effectOf(definition),
  };
  return Object.assign((input: unknown, options?: StepNodeOptions) => buildStep(kind, input, options), {
    definition,
  });
}

/** How the plan says a step can be undone. */
export function effectOf(step: Step): StepNode['effect'] {
  if (!isEffect(step)) return { type: 'read' };
  return step.irreversible === undefined
    ? { type: 'undoable' }
    : { type: 'irreversible', reason: step.irreversible };
}
