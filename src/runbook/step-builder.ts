/** Builds a plan's step node. `src/activities/define-step.ts` gives every step kind a builder made here. */
import type { Json } from './json.ts';
import type { FailurePolicy, StepNode } from './plan.ts';
import { refs, showRefs } from './reference.ts';
import type { Refs } from './reference.ts';

export interface StepNodeOptions {
  /** Default: the action's name in lower case with dashes, `createRelease` -> `create-release`. */
  readonly id?: string;
  /** Default: what the step kind says of its input. */
  readonly title?: string;
  /** A required step can't be skipped when it parks. Default false. */
  readonly required?: boolean;
  /** Default `park`: wait for a person. */
  readonly onFailure?: FailurePolicy;
}

/** What a builder must know of a step kind. */
export interface StepKind {
  readonly kind: string;
  readonly effect: StepNode['effect'];
  title(input: never): string;
}

/** A step in a runbook; `output` stands for what it will give. */
export interface BuiltStep<Output> {
  readonly node: StepNode;
  readonly output: Refs<Output>;
}

export function buildStep<Output>(kind: StepKind, given: unknown, options: StepNodeOptions = {}): BuiltStep<Output> {
  const input = JSON.parse(JSON.stringify(given)) as Record<string, Json>;
  const id = options.id ?? defaultId(kind.kind);
  const node: StepNode = {
    type: 'step',
    id,
    title: options.title ?? kind.title(showRefs(input) as never),
    kind: kind.kind,
    input,
    required: options.required ?? false,
    onFailure: options.onFailure ?? 'park',
    effect: kind.effect,
  };
  return { node, output: refs<Output>(id) };
}

const defaultId = (kind: string): string =>
  kind
    .slice(kind.indexOf('.') + 1)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
