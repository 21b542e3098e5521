/** Tries what the steps of a plan stand on, before anybody says yes to it: their systems are configured, and let the worker's account do it. */
import { ApplicationFailure } from '@temporalio/common';
import type { Clients } from '../activities/clients.ts';
import type { ClusterNeed } from '../activities/kubernetes/rights.ts';
import type { ImageTask } from '../activities/oci/builder.ts';
import { steps } from '../activities/registry.ts';
import type { Tried } from '../runbook/assemble-plan.ts';
import type { Plan, StepNode } from '../runbook/plan.ts';
import { pathText } from '../runbook/problem.ts';
import type { Problem } from '../runbook/problem.ts';
import { placesOf } from '../runbook/validation/places.ts';
import { lackingOf } from './cluster-rights/lacking.ts';
import type { Lacking } from './cluster-rights/lacking.ts';
import { errorView } from '../workflows/error-view.ts';
import { memo } from './memo.ts';

interface TryContext {
  readonly clients: Clients;
  readonly signal: AbortSignal;
}

interface Placed {
  readonly node: StepNode;
  readonly path: string;
}

/** What no retry heals is a problem of the plan; a cluster that is away throws, so that the plan is made again later. */
export async function trySteps(plan: Plan, { clients, signal }: TryContext): Promise<Tried> {
  const placed = placesOf(plan.root).places.flatMap(({ node, path }) =>
    node.type === 'step' ? [{ node, path: pathText(path) }] : [],
  );
  const unconfigured = placed.flatMap((place) => unconfiguredOf(place, clients));
  if (unconfigured.length > 0) return { problems: unconfigured, warnings: [] };
  // Several steps may need the same: the cluster is asked once.
  const lackingIn = memo((need: ClusterNeed) => lackingOf(clients.kubernetes, need, signal), JSON.stringify);
  const lacking = await Promise.all(
    placed.flatMap((place) =>
      needsOf(place.node).map(async (need): Promise<readonly Problem[]> => {
        const lacks = await lackingIn(need);
        return lacks === undefined ? [] : [problemOf(place, need, lacks)];
      }),
    ),
  );
  return { problems: [...lacking.flat(), ...(await unbuildable(placed, { clients, signal }))], warnings: [] };
}

/** What no program here can do with images. */
async function unbuildable(
  placed: readonly Placed[],
  { clients, signal }: TryContext,
): Promise<readonly Problem[]> {
  const refusalOf = memo(async (task: ImageTask) => {
    try {
      await clients.images.tool(task, signal);
      return undefined;
    } catch (error) {
      if (!isFinal(error)) throw error;
      return errorView(error);
    }
  });
  const found = await Promise.all(
    placed.flatMap(({ node, path }) =>
      (steps.get(node.kind)?.imageTasks?.(node.input) ?? []).map(async (task): Promise<Problem[]> => {
        const refusal = await refusalOf(task);
        if (refusal === undefined) return [];
        const { message, remedy } = refusal;
        return [{ path, message: `the step ‘${node.title}’ can’t work: ${message}`, remedy }];
      }),
    ),
  );
  return found.flat();
}

const isFinal = (error: unknown): error is ApplicationFailure =>
  error instanceof ApplicationFailure && error.nonRetryable === true;

/** A system that is not configured, or whose credential this worker has not, is found out when its client is made. */
function unconfiguredOf({ node, path }: Placed, clients: Clients): Problem[] {
  return (steps.get(node.kind)?.needs ?? []).flatMap((need) => {
    try {
      // Made when it is asked for.
      void clients[need];
      return [];
    } catch (error) {
      if (!isFinal(error)) throw error;
      return [
        {
          path,
          message: `the step ‘${node.title}’ can’t work: ${error.message}`,
          remedy: 'Configure it for this environment and restart the worker',
        },
      ];
    }
  });
}

/** In namespaces that only an earlier step will tell nothing can be asked yet. */
function needsOf({ kind, input }: StepNode): readonly ClusterNeed[] {
  const needs = steps.get(kind)?.rights?.(input) ?? [];
  return needs.filter(({ namespace }) => typeof namespace === 'string');
}

const problemOf = ({ node, path }: Placed, { namespace }: ClusterNeed, { says, rule }: Lacking): Problem => ({
  path,
  message: `the step ‘${node.title}’ can’t work: ${says}`,
  remedy: `Add to its Role in ${namespace}: ${rule}`,
});
