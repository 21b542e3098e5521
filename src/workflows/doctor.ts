/** Asks a worker how its systems are; the CLI itself holds no credentials. */
import { proxyActivities } from '@temporalio/workflow';
import type { Doctor, DoctorFinding } from '../worker/doctor.ts';

const { doctor: examine } = proxyActivities<{ doctor: Doctor }>({
  startToCloseTimeout: '30s',
  retry: { maximumAttempts: 1 },
  summary: 'Look at every system',
});

export const doctor = (): Promise<readonly DoctorFinding[]> => examine();
