/** What an accepted order does to the release, and the line that its sender reads. Refusals come before: see refusals.ts. */
import type { Confirm, Decide, Order, Resolve } from './messages.ts';
import { findNode } from './refusals.ts';
import { now } from './now.ts';
import type { Run } from './run.ts';

export function confirm(run: Run, { by }: Confirm): string {
  run.state.confirmed = { by, at: now() };
  run.audit({ by, what: 'confirmed', says: `Confirmed the plan ${run.state.digest}` });
  return 'Confirmed: the release begins.';
}

export function decide(run: Run, { by, node, decision, answers, reason }: Decide): string {
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

export function resolve(run: Run, order: Resolve): string {
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

export function pause(run: Run, { by, reason }: Order): string {
  run.state.paused = { by, at: now(), reason };
  run.audit({ by, what: 'paused', says: `Paused${reason === undefined ? '' : `: ${reason}`}` });
  run.phase('paused');
  return 'Paused: what runs goes on to its end, nothing new begins.';
}

export function resume(run: Run, { by }: Order): string {
  run.state.paused = undefined;
  run.audit({ by, what: 'resumed', says: 'Resumed' });
  run.settlePhase();
  return 'Resumed.';
}

export function rollback(run: Run, { by, reason }: Order): string {
  run.audit({
    by,
    what: 'rollback',
    says: `Ordered to roll back${reason === undefined ? '' : `: ${reason}`}`,
  });
  run.stop({ kind: 'rollback', by, reason: reason ?? `${by} ordered it` });
  return 'Rolling back: what was done is undone, newest first.';
}

export function abort(run: Run, { by, reason }: Order): string {
  run.audit({ by, what: 'abort', says: `Ordered to abort${reason === undefined ? '' : `: ${reason}`}` });
  if (run.state.phase === 'rolling-back') run.abandon(by);
  else run.stop({ kind: 'abort', by, reason: reason ?? `${by} ordered it` });
  return 'Aborting: nothing is put back.';
}
