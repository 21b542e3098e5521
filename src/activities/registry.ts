/** All steps and checks that exist. A kind that is not here is refused before a release starts. */
import type { CheckKind } from './check.ts';
import type { ComparisonKind } from './comparison.ts';
import type { Step } from './contract.ts';
import * as argocd from './argocd/index.ts';
import * as github from './github/index.ts';
import * as http from './http/index.ts';
import * as metrics from './metrics/index.ts';
import * as oci from './oci/index.ts';
import * as rollouts from './rollouts/index.ts';
import * as slack from './slack/index.ts';

/** The exports of a system's folder: builders of steps, of checks or of comparisons. */
export type System = Readonly<Record<string, { readonly definition: Step | CheckKind | ComparisonKind }>>;

const stepsByKind = new Map<string, Step>();
const checksByKind = new Map<string, CheckKind>();
const comparisonsByKind = new Map<string, ComparisonKind>();

export const steps: ReadonlyMap<string, Step> = stepsByKind;
export const checks: ReadonlyMap<string, CheckKind> = checksByKind;
export const comparisons: ReadonlyMap<string, ComparisonKind> = comparisonsByKind;

/** Adds the steps and checks of a system: a line a system below, and a team's own from its configuration. */
export function register(system: System): void {
  for (const { definition } of Object.values(system)) {
    if ('sample' in definition) checksByKind.set(definition.kind, definition);
    else if ('read' in definition) comparisonsByKind.set(definition.kind, definition);
    else stepsByKind.set(definition.kind, definition);
  }
}

register(argocd);
register(github);
register(http);
register(metrics);
register(oci);
register(rollouts);
register(slack);
