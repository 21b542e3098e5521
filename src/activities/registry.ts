/** All steps and checks that exist. A kind that is not here is refused before a release starts. */
import type { CheckKind } from './check.ts';
import type { ComparisonKind } from './comparison.ts';
import type { Step } from './contract.ts';
import type { IssuesKind } from './issues.ts';
import type { PastKind } from './past.ts';
import * as argocd from './argocd/index.ts';
import * as environment from './environment/index.ts';
import * as gerrit from './gerrit/index.ts';
import * as git from './git/index.ts';
import * as github from './github/index.ts';
import * as hosts from './hosts/index.ts';
import * as http from './http/index.ts';
import * as kubernetes from './kubernetes/index.ts';
import * as metrics from './metrics/index.ts';
import * as oci from './oci/index.ts';
import * as rollouts from './rollouts/index.ts';
import * as service from './service/index.ts';
import * as shell from './shell/index.ts';
import * as slack from './slack/index.ts';
import * as ssh from './ssh/index.ts';
import * as trebuchet from './trebuchet/index.ts';

/** All that a soak or a guard can watch. */
type Watched = CheckKind | ComparisonKind | PastKind | IssuesKind;

/** The exports of a system's folder: builders of steps and of what can be watched. */
export type System = Readonly<Record<string, { readonly definition: Step | Watched }>>;

const stepsByKind = new Map<string, Step>();
const checksByKind = new Map<string, CheckKind>();
const comparisonsByKind = new Map<string, ComparisonKind>();
const pastsByKind = new Map<string, PastKind>();
const issuesByKind = new Map<string, IssuesKind>();

export const steps: ReadonlyMap<string, Step> = stepsByKind;
export const checks: ReadonlyMap<string, CheckKind> = checksByKind;
export const comparisons: ReadonlyMap<string, ComparisonKind> = comparisonsByKind;
export const pasts: ReadonlyMap<string, PastKind> = pastsByKind;
export const issues: ReadonlyMap<string, IssuesKind> = issuesByKind;

export const watched = (kind: string): Watched | undefined =>
  checks.get(kind) ?? comparisons.get(kind) ?? pasts.get(kind) ?? issues.get(kind);

/** Adds the steps and checks of a system: a line a system below, and a team's own from its configuration. */
export function register(system: System): void {
  for (const { definition } of Object.values(system)) {
    if ('sample' in definition) checksByKind.set(definition.kind, definition);
    else if ('read' in definition) comparisonsByKind.set(definition.kind, definition);
    else if ('windows' in definition) pastsByKind.set(definition.kind, definition);
    else if ('find' in definition) issuesByKind.set(definition.kind, definition);
    else stepsByKind.set(definition.kind, definition);
  }
}

register(argocd);
register(environment);
register(gerrit);
register(git);
register(github);
register(hosts);
register(http);
register(kubernetes);
register(metrics);
register(oci);
register(rollouts);
register(service);
register(shell);
register(slack);
register(ssh);
register(trebuchet);
