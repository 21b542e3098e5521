/** Parking: a node whose retries are spent waits for a person. The release never dies of it. */
import { condition } from '@temporalio/workflow';
import type { Resolve } from './messages.ts';
import type { Run } from './run.ts';
import { now } from './now.ts';

export type Repair = Extract<Resolve, { action: 'retry' | 'amend' | 'skip' }>;

/** Waits for `resolve`; a resolution that ends the work cancels this wait. `record.error` says why it parked. */
export async function park(
  run: Run,
  id: string,
  title: string,
  as: 'parked' | 'undo-parked' = 'parked',
): Promise<Repair> {
  const record = run.record(id);
  // A release that has continued as new finds itself parked.
  if (record.state !== as) {
    record.parkedAt = now();
    record.resolution = undefined;
    run.enter(id, as);
    run.audit({
      by: 'slipway',
      what: 'parked',
      node: id,
      says: `‘${title}’ is parked: ${record.error?.message ?? 'it failed'}`,
    });
  }
  await condition(() => record.resolution !== undefined);
  const resolution = record.resolution as Repair | undefined;
  record.resolution = undefined;
  record.parkedAt = undefined;
  if (resolution === undefined) throw new Error('A park ended without a resolution.');
  return resolution;
}
