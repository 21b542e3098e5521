/** The release: plan, confirm, run, and whatever people order on the way. Its outcome is a result, not a failure. */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import { makePlan } from './activity-options.ts';
import { publish } from './details.ts';
import { errorView } from './error-view.ts';
import { interpret } from './interpret.ts';
import type { ChildResult } from './child.ts';
import { startSchema } from './messages.ts';
import type { StartRelease } from './messages.ts';
import { listen } from './listen.ts';
import { left, rollBack } from './rollback.ts';
import { now, Run } from './run.ts';
import { searchAttributes } from './search-attributes.ts';
import { flatten } from './state.ts';
import type { Outcome } from './view.ts';

interface End {
  readonly outcome: Outcome;
  readonly why: string;
}

export async function release(given: StartRelease): Promise<ChildResult> {
  const start = startSchema.safeParse(given);
  if (!start.success) {
    throw ApplicationFailure.nonRetryable(
      `A release can’t start from this: ${start.error.message}`,
      'input-invalid',
    );
  }
  const run = new Run(start.data);
  listen(run);
  const end = await toItsEnd(run);
  close(run, end);
  // Also where the workflow was cancelled: its scope is, and the answers still must go out.
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  return result(run, end);
}

async function toItsEnd(run: Run): Promise<End> {
  try {
    return await run.work.run(async () => (await planned(run)) ?? (await carriedOut(run)));
  } catch (error) {
    if (!isCancellation(error)) throw error;
    // Without an order it was cancelled from outside, which rolls back as an order would.
    run.stop({ kind: 'rollback', by: 'temporal', reason: 'the workflow was cancelled' });
    return stopped(run);
  }
}

/** Makes the plan and has it confirmed; an end where it comes to nothing. */
async function planned(run: Run): Promise<End | undefined> {
  const { runbook, environment, version, startedBy, input, confirm } = run.state.start;
  try {
    const { plan, digest } = await makePlan({ runbook, environment, version, startedBy, input });
    Object.assign(run.state, { plan, digest });
    run.lay(plan.root);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { message } = errorView(error);
    run.audit({ by: 'slipway', what: 'refused', says: message });
    return { outcome: 'not-started', why: message };
  }
  run.audit({ by: 'slipway', what: 'planned', says: `Made the plan ${run.state.digest}` });
  if (confirm === 'ask') {
    run.phase('confirming');
    await condition(() => run.state.confirmed !== undefined);
  } else if (confirm !== 'none' && confirm !== run.state.digest) {
    return {
      outcome: 'not-started',
      why: `The plan has changed since it was confirmed: it is ${run.state.digest} now, not ${confirm}.`,
    };
  }
  return undefined;
}

async function carriedOut(run: Run): Promise<End> {
  const { plan } = run.state;
  if (plan === undefined) throw ApplicationFailure.nonRetryable('There is no plan.', 'internal');
  run.phase('running');
  await interpret(run, plan.root);
  return { outcome: 'succeeded', why: `All of the plan is done.` };
}

async function stopped(run: Run): Promise<End> {
  const { stop, phase, undo } = run.state;
  const why = stop === undefined ? 'it was stopped' : `${stop.kind} by ${stop.by}: ${stop.reason}`;
  if (phase === 'planning' || phase === 'confirming') return { outcome: 'not-started', why };
  if (stop?.kind === 'abort') return { outcome: 'aborted', why };
  await rollBack(run);
  const skipped = undo.some((entry) => entry.state !== 'undone' && entry.irreversible === undefined);
  return { outcome: skipped ? 'partly-rolled-back' : 'rolled-back', why };
}

function close(run: Run, { outcome, why }: End): void {
  Object.assign(run.state, { outcome, why, endedAt: now(), phase: 'closed', paused: undefined });
  run.audit({ by: 'slipway', what: 'closed', says: `${outcome}: ${why}` });
  upsertSearchAttributes([
    { key: searchAttributes.phase, value: 'closed' },
    { key: searchAttributes.outcome, value: outcome },
  ]);
  publish(run.state);
}

function result(run: Run, { outcome, why }: End): ChildResult {
  const { plan, nodes, undo, digest } = run.state;
  const steps = (plan === undefined ? [] : flatten(plan.root)).flatMap(({ node }) =>
    node.type === 'step' ? [{ id: node.id, kind: node.kind, state: nodes[node.id]?.state ?? 'pending' }] : [],
  );
  return {
    outcome,
    why,
    digest,
    outputs: run.outputs(),
    steps,
    left: outcome === 'succeeded' ? [] : left(run),
    undo,
  };
}
