/** What people can say to a release: updates with synchronous validators, and the same for a gate by signal. */
import {
  ApplicationFailure,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { z } from 'zod';
import {
  answerSignalSchema,
  confirmSchema,
  decideSchema,
  orderSchema,
  resolveSchema,
  statusQuery,
} from './messages.ts';
import type { AnswerSignal, Confirm, Decide, Order, Reply, Resolve } from './messages.ts';
import { findNode, refuseConfirm, refuseDecide, refuseOrder, refuseResolve } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import { now } from './run.ts';
import type { Run } from './run.ts';
import { view } from './project.ts';
import type { ReleaseView } from './view.ts';

export function listen(run: Run): void {
  setHandler(defineQuery<ReleaseView>(statusQuery), () => view(run.state), {
    description: 'The whole state of the release',
  });
  update(
    run,
    'confirm',
    'Say yes to exactly one plan: { by, digest }',
    confirmSchema,
    refuseConfirm,
    confirm,
  );
  update(
    run,
    'decide',
    'Answer a gate: { by, node, decision, answers?, reason? }',
    decideSchema,
    refuseDecide,
    decide,
  );
  update(
    run,
    'resolve',
    'Repair a parked node: { by, node, action, … }',
    resolveSchema,
    refuseResolve,
    resolve,
  );
  update(run, 'pause', 'Start nothing new: { by, reason? }', orderSchema, refuseOrder.pause, pause);
  update(run, 'resume', 'Go on after a pause: { by }', orderSchema, refuseOrder.resume, resume);
  update(
    run,
    'rollback',
    'Undo all that was done: { by, reason? }',
    orderSchema,
    refuseOrder.rollback,
    rollback,
  );
  update(run, 'abort', 'Stop and leave all as it is: { by, reason? }', orderSchema, refuseOrder.abort, abort);
  signal(run, 'approve');
  signal(run, 'reject');
}

function update<Payload>(
  run: Run,
  name: string,
  description: string,
  schema: z.ZodType<Payload>,
  refuse: (run: Run, payload: Payload) => Refusal,
  accept: (run: Run, payload: Payload) => string,
): void {
  setHandler(defineUpdate<Reply, [Payload]>(name), (payload) => ({ says: accept(run, payload) }), {
    description,
    validator: (payload) => {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) throw refused(problems(parsed.error));
      const refusal = refuse(run, parsed.data);
      if (refusal !== undefined) throw refused(refusal);
    },
  });
}

const refused = (why: string) => ApplicationFailure.nonRetryable(why, 'refused');
const problems = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.map(String).join('.') || 'payload'}: ${message}`).join('; ');

/** For whoever has only Temporal at hand. A signal can't be answered, so a refusal is written into the audit. */
function signal(run: Run, name: 'approve' | 'reject'): void {
  setHandler(
    defineSignal<[AnswerSignal]>(name),
    (payload) => {
      const parsed = answerSignalSchema.safeParse(payload);
      const node = parsed.data?.node ?? onlyQuestion(run);
      const order =
        parsed.success && node !== undefined ? { ...parsed.data, node, decision: name } : undefined;
      const why = order === undefined ? badSignal(parsed) : refuseDecide(run, order);
      if (why === undefined && order !== undefined) return void decide(run, order);
      run.audit({
        by: parsed.data?.by ?? 'unknown',
        what: 'refused',
        node,
        says: `The signal ‘${name}’ was refused: ${why}`,
      });
    },
    {
      description: `${name === 'approve' ? 'Approve' : 'Reject'} what waits: { "by": "login", "node"?: "id", "reason"?: "…" }`,
    },
  );
}

const badSignal = (parsed: z.ZodSafeParseResult<AnswerSignal>): string =>
  parsed.success ? 'name the node: none waits, or several do.' : problems(parsed.error);

function onlyQuestion({ state }: Run): string | undefined {
  const waiting = Object.entries(state.nodes).filter(([, record]) => record.state === 'waiting');
  return waiting.length === 1 ? waiting[0]?.[0] : undefined;
}

function confirm(run: Run, { by }: Confirm): string {
  run.state.confirmed = { by, at: now() };
  run.audit({ by, what: 'confirmed', says: `Confirmed the plan ${run.state.digest}` });
  return 'Confirmed: the release begins.';
}

function decide(run: Run, { by, node, decision, answers, reason }: Decide): string {
  const { asked } = run.record(node);
  if (asked === undefined) return 'Nothing was asked.';
  const given = { by, at: now(), reason, answers };
  const past = decision === 'approve' ? 'approved' : 'rejected';
  if (decision === 'approve') asked.approvals.push(given);
  else asked.rejection = given;
  run.audit({
    by,
    what: past,
    node,
    says: `${past === 'approved' ? 'Approved' : 'Rejected'} ‘${node}’${reason === undefined ? '' : `: ${reason}`}`,
    detail: { plan: run.state.digest ?? null, answers: answers ?? {}, evidence: asked.ask.evidence },
  });
  const missing = asked.ask.quorum - asked.approvals.length;
  if (decision === 'approve' && missing > 0) return `Approved; ${missing} more must approve.`;
  return `${past === 'approved' ? 'Approved' : 'Rejected'} ‘${node}’.`;
}

function resolve(run: Run, order: Resolve): string {
  const { by, node, reason } = order;
  const record = run.record(node);
  const says = `${order.action} of ‘${node}’${reason === undefined ? '' : `: ${reason}`}`;
  const planned = findNode(run, node);
  const old = record.amended ?? (planned !== undefined && 'input' in planned ? planned.input : null);
  const detail = order.action === 'amend' ? { old, new: order.input } : undefined;
  run.audit({ by, what: order.action, node, says, ...(detail === undefined ? {} : { detail }) });
  if (order.action === 'rollback' || order.action === 'abort') {
    run.stop({ kind: order.action, by, reason: reason ?? `ordered at the parked ‘${node}’` });
    return order.action === 'rollback' ? 'Rolling back.' : 'Aborting.';
  }
  record.resolution = order;
  return `‘${node}’: ${order.action}.`;
}

function pause(run: Run, { by, reason }: Order): string {
  run.state.paused = { by, at: now(), reason };
  run.audit({ by, what: 'paused', says: `Paused${reason === undefined ? '' : `: ${reason}`}` });
  run.phase('paused');
  return 'Paused: what runs goes on to its end, nothing new begins.';
}

function resume(run: Run, { by }: Order): string {
  run.state.paused = undefined;
  run.audit({ by, what: 'resumed', says: 'Resumed' });
  run.phase('running');
  return 'Resumed.';
}

function rollback(run: Run, { by, reason }: Order): string {
  run.audit({
    by,
    what: 'rollback',
    says: `Ordered to roll back${reason === undefined ? '' : `: ${reason}`}`,
  });
  run.stop({ kind: 'rollback', by, reason: reason ?? `${by} ordered it` });
  return 'Rolling back: what was done is undone, newest first.';
}

function abort(run: Run, { by, reason }: Order): string {
  run.audit({ by, what: 'abort', says: `Ordered to abort${reason === undefined ? '' : `: ${reason}`}` });
  if (run.state.phase === 'rolling-back') run.abandon(by);
  else run.stop({ kind: 'abort', by, reason: reason ?? `${by} ordered it` });
  return 'Aborting: nothing is put back.';
}
