/** The release: plan, confirm, run, and whatever people order on the way. Its outcome is a result, not a failure. */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { ReleaseEnd } from '../environment/messages.ts';
import { makePlan } from './activity-options.ts';
import type { Carried } from './carry.ts';
import { departure } from './departure.ts';
import { publish } from './details.ts';
import { auditCourse, standsAgainst } from './course.ts';
import { errorView } from './error-view.ts';
import { interpret } from './interpret.ts';
import type { ChildResult } from './child.ts';
import { planCallOf, startSchema } from './messages.ts';
import type { StartRelease } from './messages.ts';
import { listen } from './listen.ts';
import { giveLeasesBack, takeLeases } from './lease.ts';
import { left, rollBack } from './rollback.ts';
import { now } from './now.ts';
import { Run } from './run.ts';
import { searchAttributes } from './search-attributes.ts';
import { flatten } from './state.ts';
import type { Outcome } from './view.ts';

interface End {
  readonly outcome: Outcome;
  readonly why: string;
}

export async function release(given: StartRelease, carried?: Carried): Promise<ChildResult> {
  const start = startSchema.safeParse(given);
  if (!start.success) {
    throw ApplicationFailure.nonRetryable(
      `A release can’t start from this: ${start.error.message}`,
      'input-invalid',
    );
  }
  // Only a run before this one can have anything to hand on; from a stranger it would skip the plan and the yes to it.
  if (carried !== undefined && workflowInfo().continuedFromExecutionRunId === undefined) {
    throw ApplicationFailure.nonRetryable(
      'A release can’t start with a state: give it one argument.',
      'input-invalid',
    );
  }
  const run = new Run(start.data, carried);
  listen(run);
  if (carried !== undefined) publish(run.state);
  const end = await Promise.race([toItsEnd(run), departure(run)]);
  if (run.state.leases !== undefined) await giveLeasesBack(run, endOf(run, end));
  close(run, end);
  // Also where the workflow was cancelled: its scope is, and the answers still must go out.
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  return result(run, end);
}

async function toItsEnd(run: Run): Promise<End> {
  // It was stopped before it continued as new: its work is over.
  if (run.state.stop !== undefined) {
    endCancelled(run);
    return stopped(run);
  }
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
  const { confirm } = run.state.start;
  if (run.state.plan !== undefined) return confirmed(run);
  run.underWay.add('plan');
  try {
    const { plan, digest } = await makePlan(planCallOf(run.state.start));
    Object.assign(run.state, { plan, digest });
    run.lay(plan.root);
    run.underWay.delete('plan');
  } catch (error) {
    run.underWay.delete('plan');
    if (isCancellation(error)) throw error;
    const { message } = errorView(error);
    run.audit({ by: 'slipway', what: 'refused', says: message });
    return { outcome: 'not-started', why: message };
  }
  run.audit({ by: 'slipway', what: 'planned', says: `Made the plan ${run.state.digest}` });
  auditCourse(run);
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

/** Of a release that has continued as new with its plan. */
async function confirmed(run: Run): Promise<undefined> {
  if (run.state.phase === 'confirming') await condition(() => run.state.confirmed !== undefined);
}

async function carriedOut(run: Run): Promise<End> {
  const { plan } = run.state;
  if (plan === undefined) throw ApplicationFailure.nonRetryable('There is no plan.', 'internal');
  if (plan.lease !== undefined) await takeLeases(run, { inFlight: run.hasBegun() });
  if (plan.course !== undefined && !run.hasBegun()) {
    const against = await standsAgainst(run, plan.course);
    if (against !== undefined) return { outcome: 'not-started', why: against };
  }
  if (run.state.phase === 'planning' || run.state.phase === 'confirming') run.phase('running');
  await interpret(run, plan.root);
  return { outcome: 'succeeded', why: `All of the plan is done.` };
}

/** What was under way when a release that had to continue as new was stopped is not under way any more. */
function endCancelled(run: Run): void {
  for (const [id, { state }] of Object.entries(run.state.nodes)) {
    if (state === 'running' || state === 'waiting' || state === 'parked') run.enter(id, 'cancelled');
  }
}

async function stopped(run: Run): Promise<End> {
  const { stop, phase, undo } = run.state;
  const why = stop === undefined ? 'it was stopped' : `${stop.kind} by ${stop.by}: ${stop.reason}`;
  if (phase === 'planning' || phase === 'confirming' || !run.hasBegun())
    return { outcome: 'not-started', why };
  if (stop?.kind === 'abort') return { outcome: 'aborted', why };
  // A gate may have given it back.
  await CancellationScope.nonCancellable(() => takeLeases(run, { inFlight: true }));
  await rollBack(run);
  const skipped = undo.some(
    ({ state, irreversible }) => (state === 'open' || state === 'left') && irreversible === undefined,
  );
  return { outcome: skipped ? 'partly-rolled-back' : 'rolled-back', why };
}

/** What its environment keeps of it: promotions ask for that. */
function endOf({ state: { plan, nodes } }: Run, { outcome }: End): ReleaseEnd {
  const gates = (plan === undefined ? [] : flatten(plan.root)).flatMap(({ node }) =>
    node.type === 'gate' && nodes[node.id]?.state === 'done' ? [node.id] : [],
  );
  return { outcome, gates: gates.slice(0, 200) };
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
