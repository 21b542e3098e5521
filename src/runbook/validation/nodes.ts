/** Checks each node by itself: kinds, inputs, effects, people. References are another matter: `references.ts`. */
import type { Catalog, CatalogStep } from '../catalog.ts';
import { canonicalJson } from '../digest.ts';
import type { ReleaseNode, StepNode } from '../plan.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { askProblems } from './asks.ts';
import { watchProblems } from './checks.ts';
import { childInputSchema } from './child-input.ts';
import { inputProblems } from './inputs.ts';
import type { Place } from './places.ts';

export interface ValidateOptions {
  /** Who starts the release: a gate with four eyes counts without them. */
  readonly starter?: string;
  /** Names that a child release may have; absent: not checked. */
  readonly runbooks?: readonly string[] | undefined;
}

export function nodeProblems(
  { node, path }: Place,
  catalog: Catalog,
  { starter, runbooks }: ValidateOptions,
): Problem[] {
  const ask = [...path, 'ask'];
  switch (node.type) {
    case 'sequence':
    case 'parallel':
      return [];
    case 'step':
      return stepProblems(node, path, catalog.step(node.kind));
    case 'gate':
      return askProblems({ ask: node.ask, path: ask }, starter);
    case 'soak':
    case 'guard':
      return [...watchProblems(node, path, catalog), ...askProblems({ ask: node.ask, path: ask }, starter)];
    case 'release':
      return releaseProblems(node, path, runbooks);
  }
}

function stepProblems(node: StepNode, path: Path, step: CatalogStep | undefined): Problem[] {
  if (step === undefined) {
    const remedy = 'Correct the name; `slipway steps` lists those that exist';
    return [{ path: pathText([...path, 'kind']), message: `there is no step '${node.kind}'`, remedy }];
  }
  const effect = {
    path: pathText([...path, 'effect']),
    message: `says ${node.effect.type}, but '${node.kind}' is ${step.effect.type}, or irreversible for another reason`,
    remedy: 'Build the step with its own builder',
  };
  return [
    ...(canonicalJson(node.effect) === canonicalJson(step.effect) ? [] : [effect]),
    ...inputProblems(
      step.input,
      node.input,
      [...path, 'input'],
      `See what ${node.kind} takes: docs/steps/${node.kind}.md`,
    ),
  ];
}

function releaseProblems(node: ReleaseNode, path: Path, runbooks: readonly string[] | undefined): Problem[] {
  const unknown = {
    path: pathText([...path, 'runbook']),
    message: `there is no runbook '${node.runbook}'`,
    remedy: `The configuration has: ${(runbooks ?? []).join(', ')}`,
  };
  return [
    ...(runbooks === undefined || runbooks.includes(node.runbook) ? [] : [unknown]),
    ...inputProblems(
      childInputSchema,
      node.input,
      [...path, 'input'],
      'Give the release its environment and version',
    ),
  ];
}
