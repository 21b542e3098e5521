/** Builders of what holds other work: one after the other, side by side, and a release within the release. */
import type { BuiltNode, BuiltOutput } from './built.ts';
import type { Json } from './json.ts';
import { isRecord, plainJson } from './json.ts';
import type { FailurePolicy, ParallelNode, ReleaseNode, SequenceNode } from './plan.ts';
import { refs } from './reference.ts';
import type { WithRefs } from './reference.ts';
import { slug } from './slug.ts';

export interface SequenceOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
}

/** One after the other: each may refer to the outputs of those before it. */
export function sequence(
  title: string,
  nodes: readonly BuiltNode[],
  options: SequenceOptions = {},
): BuiltNode<SequenceNode> {
  return {
    node: { type: 'sequence', id: options.id ?? slug(title), title, nodes: nodes.map(({ node }) => node) },
  };
}

export interface ParallelOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  /** How many run at once. Default: all. */
  readonly limit?: number;
}

/** Side by side: none may refer to another's output. */
export function parallel(
  title: string,
  nodes: readonly BuiltNode[],
  options: ParallelOptions = {},
): BuiltNode<ParallelNode> {
  const { id = slug(title), limit } = options;
  return {
    node: {
      type: 'parallel',
      id,
      title,
      ...(limit === undefined ? {} : { limit }),
      nodes: nodes.map(({ node }) => node),
    },
  };
}

export interface ReleaseOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  /** Name of the runbook. */
  readonly runbook: string;
  /** Its input: `environment`, `version` and what else it asks for; may hold references. */
  readonly input: { readonly environment: WithRefs<string>; readonly version: WithRefs<string> } & {
    readonly [field: string]: WithRefs<Json>;
  };
  /** Default `park`: wait for a person. */
  readonly onFailure?: FailurePolicy;
}

/** What a child release gives. */
export interface ReleaseOutput<Outputs = Json> {
  /** `release/<runbook>/<environment>/<version>`. */
  readonly id: string;
  readonly outcome: string;
  /** By node id of the child's plan, which isn't made yet: without a type of them, any field may be asked for. */
  readonly outputs: Outputs;
}

/**
 * A release of another runbook, planned when it is reached.
 * `release<{ build: { digest: string } }>(…)` says what its steps will give.
 */
export function release<Outputs = Json>(
  title: string,
  options: ReleaseOptions,
): BuiltOutput<ReleaseNode, ReleaseOutput<Outputs>> {
  const { id = slug(title), runbook, onFailure = 'park' } = options;
  const input = plainJson(options.input);
  return {
    node: { type: 'release', id, title, runbook, input: isRecord(input) ? input : {}, onFailure },
    output: refs<ReleaseOutput<Outputs>>(id),
  };
}
