/** Asks a worker what lies between what runs in two environments. */
import { proxyActivities } from '@temporalio/workflow';
import type { Diff, DiffCall } from '../environment/diff.ts';

const activities = proxyActivities<{ diff(call: DiffCall): Promise<Diff> }>({
  startToCloseTimeout: '2m',
  retry: { maximumAttempts: 1 },
  summary: 'Ask GitHub what lies between',
});

export const diff = (call: DiffCall): Promise<Diff> => activities.diff(call);
