/** Builds a plan's step node. `src/activities/define-step.ts` gives every step kind a builder made here. */
import type { z } from 'zod';
import type { Json } from './json.ts';
import { isRecord, plainJson } from './json.ts';
import { normalizeInput } from './normalize-input.ts';
import type { FailurePolicy, StepNode } from './plan.ts';
import { refs, showRefs } from './reference.ts';
import type { Refs } from './reference.ts';
import { actionSlug } from './slug.ts';

export interface StepNodeOptions {
  /** Default: the action's name in lower case with dashes, `createRelease` -> `create-release`. */
  readonly id?: string;
  /** Default: what the step kind says of its input. */
  readonly title?: string;
  /** A required step can't be skipped when it parks. Default false. */
  readonly required?: boolean;
  /** Default `park`: wait for a person. */
  readonly onFailure?: FailurePolicy;
  /** What stays although the step is undone, in words: the plan says so, and so does the report of a rollback. */
  readonly leaves?: string;
}

/** What a builder must know of a step kind. */
export interface StepKind {
  readonly kind: string;
  readonly input: z.ZodType;
  /** Given the input: some say by it how they are undone. */
  effect(input: unknown): StepNode['effect'];
  title(input: never): string;
}

/** A step in a runbook; `output` stands for what it will give. */
export interface BuiltStep<Output> {
  readonly node: StepNode;
  readonly output: Refs<Output>;
}

export function buildStep<Output>(
  kind: StepKind,
  given: unknown,
  options: StepNodeOptions = {},
): BuiltStep<Output> {
  const input = builtInput(kind.input, given);
  const id = options.id ?? actionSlug(kind.kind);
  const node: StepNode = {
    type: 'step',
    id,
    title: options.title ?? titleOf(kind, input),
    kind: kind.kind,
    input,
    required: options.required ?? false,
    onFailure: options.onFailure ?? 'park',
    effect: kind.effect(input),
    ...(options.leaves === undefined ? {} : { leaves: options.leaves }),
  };
  return { node, output: refs<Output>(id) };
}

/** The input as the plan shows it: plain JSON, defaults written in. */
export function builtInput(schema: z.ZodType, given: unknown): Record<string, Json> {
  const input = plainJson(given ?? {});
  return isRecord(input) ? normalizeInput(schema, input) : {};
}

/** A kind's title is written for a valid input; until the validator has spoken, the kind's name does. */
export function titleOf(
  kind: { readonly kind: string; title(input: never): string },
  input: Record<string, Json>,
): string {
  try {
    return kind.title(showRefs(input) as never) || kind.kind;
  } catch {
    return kind.kind;
  }
}
