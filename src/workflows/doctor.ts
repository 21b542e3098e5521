/** Asks a worker how its systems are; the CLI itself holds no credentials. */
import { proxyActivities } from '@temporalio/workflow';
import type { DoctorFinding } from '../activities/calls.ts';

const { doctor: examine } = proxyActivities<{ doctor(): Promise<readonly DoctorFinding[]> }>({
  startToCloseTimeout: '30s',
  retry: { maximumAttempts: 1 },
  summary: 'Look at every system',
});

export const doctor = (): Promise<readonly DoctorFinding[]> => examine();
