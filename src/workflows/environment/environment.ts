/** An environment: lease and queue, freezes, holds, and the ledger. It never ends; a long history continues as new. */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  ParentClosePolicy,
  setWorkflowOptions,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { environmentStartSchema, ledgerPageId, ledgerPageWorkflow } from '../../environment/messages.ts';
import type { StartEnvironment } from '../../environment/messages.ts';
import { isLong } from '../departure.ts';
import { workflowTaskTimeout } from '../start-options.ts';
import { admitting } from './admitting.ts';
import { Environment } from './entity.ts';
import type { ledgerPage } from './ledger-page.ts';
import { ledgerSize } from './ledger.ts';
import { listen } from './listen.ts';
import { emptyState } from './state.ts';
import type { EnvironmentState } from './state.ts';

export interface CarriedEnvironment {
  readonly format: 1;
  readonly state: EnvironmentState;
}

export async function environment(given: StartEnvironment, carried?: CarriedEnvironment): Promise<void> {
  const start = environmentStartSchema.safeParse(given);
  if (!start.success || (carried !== undefined && workflowInfo().continuedFromExecutionRunId === undefined)) {
    throw ApplicationFailure.nonRetryable('An environment starts with its name alone.', 'input-invalid');
  }
  const env = new Environment(carried?.state ?? emptyState(start.data.name));
  listen(env);
  env.publish();
  // Leases must not be lost by a cancel from the web UI; whoever means it can terminate.
  await CancellationScope.nonCancellable(async () => {
    env.watch();
    const lettingIn = admitting(env);
    for (;;) {
      await condition(() => isLong() || env.state.entries.length > ledgerSize.most);
      if (isLong()) break;
      await turnPage(env.state);
    }
    env.leaving = true;
    await lettingIn;
    for (const asking of env.answering) env.answering.delete(asking);
    await condition(allHandlersFinished);
    await env.quiet();
  });
  const goOn = makeContinueAsNewFunc<typeof environment>({ workflowTaskTimeout });
  return goOn(start.data, { format: 1, state: env.state });
}

// It never ends: pinned to the build that made it, it would keep that for ever, and know nothing that newer releases ask of it.
// Temporal takes a behaviour from workers with versions alone.
setWorkflowOptions(
  () =>
    (workflowInfo().currentDeploymentVersion?.deploymentName ?? '') === ''
      ? {}
      : { versioningBehavior: 'AUTO_UPGRADE' },
  environment,
);

/** Moves the oldest entries to a workflow of their own: what is carried stays small. */
async function turnPage(state: EnvironmentState): Promise<void> {
  const { name } = state;
  const entries = state.entries.slice(0, ledgerSize.page);
  const page = state.pages + 1;
  try {
    await startChild<typeof ledgerPage>(ledgerPageWorkflow, {
      workflowId: ledgerPageId(name, page),
      args: [{ name, page, entries }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Ledger of ${name}, page ${page}`,
      workflowTaskTimeout,
    });
    state.entries = state.entries.slice(entries.length);
  } catch (error) {
    // Left by an environment of this name that was terminated: it keeps its place.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  state.pages = page;
}
