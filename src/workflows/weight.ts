/** What a release holds, in bytes: all of it is carried where it continues as new, and shown by one query. */
import { patched } from '@temporalio/workflow';
import { fatal } from '../activities/errors.ts';
import { bytesOf, held, inKb } from '../activities/limits.ts';
import type { AuditEntry } from './view.ts';
import type { ReleaseState } from './state.ts';

const known = new WeakMap<object, number>();

/** What is on record does not change: each value is weighed once. */
function weight(value: unknown): number {
  if (typeof value !== 'object' || value === null) return bytesOf(value);
  const weighed = known.get(value) ?? bytesOf(value);
  known.set(value, weighed);
  return weighed;
}

const sum = (weights: readonly number[]): number => weights.reduce((all, one) => all + one, 0);

/** Outputs, and what the undo of each step needs. */
export const outputsOf = ({ nodes, undo }: ReleaseState): number =>
  sum(Object.values(nodes).map(({ output }) => weight(output))) +
  sum(undo.map(({ input, before, ref, output }) => sum([input, before, ref, output].map(weight))));

/** Before a step begins: what it would give has no place any more. Only asked of the history where it is so. */
export function refuseOverweight(state: ReleaseState): void {
  const bytes = outputsOf(state);
  if (bytes <= held.outputs || !patched('held-outputs')) return;
  throw fatal(
    'refused',
    `The outputs of this release and what its undo needs take ${inKb(bytes)}; at most ${inKb(held.outputs)} may be held.`,
    'Roll back, or skip what is not needed; then split the runbook: a `release` node runs a part as a release of its own.',
  );
}

export const auditIsFull = (audit: readonly AuditEntry[]): boolean => sum(audit.map(weight)) > held.audit;

export const fullAudit = `The record of this release is full (${inKb(held.audit)}): it takes no more pauses and amendments. Approve, reject, retry, skip, resume, roll back or abort.`;
