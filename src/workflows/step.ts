/** Runs one step by its contract: observe, register the undo, act, settle; parks when retries are spent. */
import { CancellationScope, CancelledFailure, isCancellation, sleep } from '@temporalio/workflow';
import { isEffect } from '../activities/contract.ts';
import type { Observation, Step } from '../activities/contract.ts';
import type { SettleCall } from '../activities/calls.ts';
import { fatal } from '../activities/errors.ts';
import { steps } from '../activities/registry.ts';
import type { Json } from '../runbook/json.ts';
import type { FailurePolicy, StepNode } from '../runbook/plan.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import { activitiesOf } from './activity-options.ts';
import { errorView } from './error-view.ts';
import { park } from './park.ts';
import { memoryOf, wasFoundDead } from './memory-of.ts';
import { now } from './now.ts';
import type { Run } from './run.ts';
import type { UndoEntry } from './state.ts';
import { refuseOverweight } from './weight.ts';

export const runStep = (run: Run, node: StepNode): Promise<void> =>
  untilDone(run, node, () => attempt(run, node));

/** What steps and child releases share: rounds of attempts, with the node's failure policy between them. */
export async function untilDone(
  run: Run,
  node: { readonly id: string; readonly title: string; readonly onFailure: FailurePolicy },
  attemptOnce: () => Promise<Json>,
): Promise<void> {
  const record = run.record(node.id);
  // Where the release has continued as new, a park or a wait is taken up again; no pause holds back what runs.
  let { state } = record;
  if (state === 'parked' && (await repair(run, node)) === 'skipped') return;
  for (;;) {
    if (state !== 'running') await run.ready(node.id);
    state = 'pending';
    run.enter(node.id, 'running');
    run.underWay.add(node.id);
    try {
      record.output = await attemptOnce();
      record.error = undefined;
      endAttempt(run, node.id);
      return run.enter(node.id, 'done');
    } catch (error) {
      if (run.leaves() && (isCancellation(error) || wasFoundDead(error))) await cutShort(run, node.id, error);
      if (isCancellation(error)) {
        run.underWay.delete(node.id);
        run.enter(node.id, 'cancelled');
        throw error;
      }
      // A wait whose worker has died ends by a time-out after it was told to stop: then there is nothing to repair.
      if (CancellationScope.current().consideredCancelled) {
        endAttempt(run, node.id);
        run.enter(node.id, 'cancelled');
        throw new CancelledFailure(`‘${node.title}’ was stopped.`);
      }
      endAttempt(run, node.id);
      record.error = errorView(error);
    }
    switch (node.onFailure) {
      case 'continue':
        run.audit({
          by: 'slipway',
          what: 'failed',
          node: node.id,
          says: `Goes on without ‘${node.title}’: ${record.error.message}`,
        });
        return run.enter(node.id, 'failed');
      case 'rollback':
        run.enter(node.id, 'failed');
        return run.halt({
          kind: 'rollback',
          by: 'slipway',
          reason: `‘${node.title}’ failed: ${record.error.message}`,
        });
      case 'park':
        if ((await repair(run, node)) === 'skipped') return;
    }
  }
}

function endAttempt(run: Run, id: string): void {
  run.underWay.delete(id);
  run.record(id).wait = undefined;
}

/** Keeps what the wait knew until the release has left. */
function cutShort(run: Run, id: string, error: unknown): Promise<never> {
  const { wait } = run.record(id);
  if (wait !== undefined) wait.memory = memoryOf(error) ?? wait.memory;
  return run.gone();
}

async function repair(
  run: Run,
  { id, title }: { readonly id: string; readonly title: string },
): Promise<'again' | 'skipped'> {
  const record = run.record(id);
  const resolution = await park(run, id, title);
  switch (resolution.action) {
    case 'amend':
      record.amended = resolution.input;
      record.round += 1;
      return 'again';
    case 'retry':
      if (record.settling === true) record.round += 1;
      return 'again';
    case 'skip':
      record.output = resolution.output;
      run.enter(id, 'skipped', `skipped by ${resolution.by}`);
      return 'skipped';
  }
}

async function attempt(run: Run, node: StepNode): Promise<Json> {
  const record = run.record(node.id);
  const step = steps.get(node.kind);
  if (step === undefined)
    throw fatal('internal', `This worker has no step '${node.kind}': it is older than the plan.`);
  const call = { input: inputOf(run, node), key: run.key(node.id, record.round), release: run.state.release };
  if (record.wait !== undefined) return waitOn(run, step, node, call);
  refuseOverweight(run.state);
  record.settling = false;
  const activity = activitiesOf(step, node.title);
  if (!isEffect(step)) return settle(run, step, node, { ...call, ref: null });

  const known = run.state.undo.find((entry) => entry.key === call.key);
  const seen = await look(() =>
    activity.observe(known === undefined ? call : { ...call, earlier: known.before }),
  );
  // The undo is registered before the act: it holds even if the worker dies inside it.
  const entry =
    seen.state === 'absent' ? (known ?? register(run, node, { ...call, before: seen.before })) : known;
  const acted =
    seen.state === 'absent' ? await activity.act({ ...call, before: entry?.before ?? seen.before }) : seen;
  if (acted.state === 'done') {
    if (entry !== undefined) entry.output = acted.output;
    return acted.output;
  }
  if (entry !== undefined) entry.ref = acted.ref;
  record.settling = true;
  const output = await settle(run, step, node, { ...call, ref: acted.ref });
  if (entry !== undefined) entry.output = output;
  return output;
}

/** The wait may be cut short, for it can be taken up again: what came before it may not. */
function settle(run: Run, step: Step, node: StepNode, call: SettleCall): Promise<Json> {
  const record = run.record(node.id);
  const wait = (record.wait ??= { since: now(), ref: call.ref });
  run.underWay.delete(node.id);
  const resumed = wait.memory === undefined ? {} : { resumed: wait.memory };
  const waited = Date.now() - Date.parse(wait.since);
  return run.interruptible(node.id, () =>
    activitiesOf(step, node.title, waited).settle({ ...call, ...resumed }),
  );
}

/** Goes on with a wait that was cut short: what it waits for is on record, so nobody looks and nobody acts. */
async function waitOn(run: Run, step: Step, node: StepNode, call: Omit<SettleCall, 'ref'>): Promise<Json> {
  const output = await settle(run, step, node, { ...call, ref: run.record(node.id).wait?.ref ?? null });
  const entry = run.state.undo.find(({ key }) => key === call.key);
  if (entry !== undefined) entry.output = output;
  return output;
}

type Seen = Observation<Json, Json, Json>;

/** An unknown is looked at a second time; unknown twice parks, for no one acts on a guess. */
export async function look(observe: () => Promise<Seen>): Promise<Exclude<Seen, { state: 'unknown' }>> {
  const first = await observe();
  if (first.state !== 'unknown') return first;
  await sleep('2s', { summary: 'Look again: it is unknown whether it was done' });
  const second = await observe();
  if (second.state !== 'unknown') return second;
  throw fatal('unknown', `It can’t be seen whether it was done: ${second.why}`);
}

function register(
  run: Run,
  node: StepNode,
  what: Pick<UndoEntry, 'key' | 'input' | 'before' | 'release'>,
): UndoEntry {
  const entry: UndoEntry = {
    ...what,
    node: node.id,
    title: node.title,
    kind: node.kind,
    ...(node.effect.type === 'irreversible' ? { irreversible: node.effect.reason } : {}),
    ...(node.leaves === undefined ? {} : { leaves: node.leaves }),
    state: 'open',
  };
  run.state.undo.push(entry);
  return entry;
}

function inputOf(run: Run, node: StepNode): Json {
  const resolved = resolveInput(run.record(node.id).amended ?? node.input, run.outputs());
  if (resolved.ok) return resolved.input;
  throw fatal('reference-unavailable', `No output for ${resolved.missing.join(', ')}.`);
}
