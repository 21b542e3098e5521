/** What a plan will have recorded when it is through, as far as that can be told before it runs. Pure. */
import { childrenOf } from './children.ts';
import type { Json } from './json.ts';
import { recordKind } from './lease-plan.ts';
import { digestSchema, versionSchema } from './plan.ts';
import type { PlanNode, StepNode } from './plan.ts';
import { isRef, splitRef } from './reference.ts';

export interface Recorded {
  /** Id of the step. */
  readonly node: string;
  readonly service: string;
  /** Undefined: only the release will tell. */
  readonly version: string | undefined;
  /** Undefined: it records none, or only the release will tell which. */
  readonly digest: string | undefined;
}

type Inputs = ReadonlyMap<string, StepNode['input']>;

/** As many names as are asked about. */
export const mostNames = 100;

/** By which versions and commits what a plan records in an environment may be known: a hold may name any of them. */
export function namesIn(root: PlanNode, environment: string): string[] {
  const steps = stepsIn(root);
  const inputs = new Map(steps.map(({ id, input }) => [id, input]));
  const names = steps.flatMap(({ kind, input }) => {
    const { environment: place = environment, version, commit } = input;
    if (kind !== recordKind || place !== environment) return [];
    return [version, commit].flatMap((name) => versionSchema.safeParse(known(name, inputs)).data ?? []);
  });
  return [...new Set(names)].slice(0, mostNames);
}

/** Of this environment; what a plan records elsewhere is that environment's. */
export function recordedIn(root: PlanNode, environment: string): Recorded[] {
  const steps = stepsIn(root);
  const inputs = new Map(steps.map(({ id, input }) => [id, input]));
  return steps.flatMap(({ id, kind, input }): Recorded[] => {
    const { service, environment: place = environment } = input;
    if (kind !== recordKind || typeof service !== 'string' || place !== environment) return [];
    const version = versionSchema.safeParse(known(input['version'], inputs)).data;
    const digest = digestSchema.safeParse(known(input['digest'], inputs)).data;
    return [{ node: id, service, version, digest }];
  });
}

/** A step that is told a value, and gives it on under the same name, will give that one: it waits for it, or fails. */
function known(value: Json | undefined, inputs: Inputs): Json | undefined {
  if (!isRef(value)) return value;
  const { node, path } = splitRef(value.$ref);
  const [field = '', ...deeper] = path;
  const given = deeper.length === 0 ? inputs.get(node)?.[field] : undefined;
  // Each step is asked once: references that go in a circle end.
  return known(given, new Map([...inputs].filter(([id]) => id !== node)));
}

const stepsIn = (node: PlanNode): StepNode[] =>
  node.type === 'step' ? [node] : childrenOf(node).flatMap(stepsIn);
