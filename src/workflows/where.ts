/** Asks a worker how far a change has come. */
import { proxyActivities } from '@temporalio/workflow';
import type { Where, WhereCall } from '../environment/where.ts';

const activities = proxyActivities<{ where(call: WhereCall): Promise<Where> }>({
  startToCloseTimeout: '2m',
  retry: { maximumAttempts: 1 },
  summary: 'Look for it in every environment',
});

export const where = (call: WhereCall): Promise<Where> => activities.where(call);
