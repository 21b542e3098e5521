/** Checks each node by itself: kinds, inputs, effects, people. References are another matter: `references.ts`. */
import type { Catalog, CatalogStep } from '../catalog.ts';
import { canonicalJson } from '../digest.ts';
import type { GateNode, ReleaseNode, StepNode } from '../plan.ts';
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
  { node, path, besideOthers }: Place,
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
      return [
        ...askProblems({ ask: node.ask, path: ask }, starter),
        ...leaseProblems(node, path, besideOthers),
      ];
    case 'soak':
    case 'guard':
      return [...watchProblems(node, path, catalog), ...askProblems({ ask: node.ask, path: ask }, starter)];
    case 'release':
      return releaseProblems(node, path, runbooks);
  }
}

function leaseProblems({ lease, ask }: GateNode, path: Path, besideOthers: boolean): Problem[] {
  if (lease === undefined) return [];
  const at = pathText([...path, 'lease']);
  const shared = {
    path: at,
    message: `gives the lease away while other nodes may run, for the gate stands in a parallel`,
    remedy: 'Move the gate out of the parallel, or keep the lease',
  };
  const endless = {
    path: at,
    message: 'expires, but the gate has no deadline that parks it',
    remedy: "Give it a deadline: { after: '2h', then: 'park' }",
  };
  return [
    ...(besideOthers ? [shared] : []),
    ...(lease === 'expire' && ask.deadline?.then !== 'park' ? [endless] : []),
  ];
}

function stepProblems(node: StepNode, path: Path, step: CatalogStep | undefined): Problem[] {
  if (step === undefined) {
    const remedy = 'Correct the name; `slipway steps` lists those that exist';
    return [{ path: pathText([...path, 'kind']), message: `there is no step '${node.kind}'`, remedy }];
  }
  const own = step.effect(node.input);
  const effect = {
    path: pathText([...path, 'effect']),
    message: `says ${node.effect.type}, but '${node.kind}' is ${own.type}, or irreversible for another reason`,
    remedy: 'Build the step with its own builder',
  };
  const leaves = {
    path: pathText([...path, 'leaves']),
    message: `only a step that is undone leaves something; '${node.kind}' is ${own.type}`,
    remedy: 'Take it out: what can’t be undone says so by itself',
  };
  return [
    ...(canonicalJson(node.effect) === canonicalJson(own) ? [] : [effect]),
    ...(node.leaves === undefined || own.type === 'undoable' ? [] : [leaves]),
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
