/** What the bench runs: cells of errors and cells of latencies. */
import { runCell } from './cell.ts';
import type { Cell, Job as ErrorsJob } from './cell.ts';
import { runLatencyCell } from './latency.ts';
import type { LatencyCell, LatencyJob } from './latency.ts';

export type Job = ErrorsJob | LatencyJob;
export type AnyCell = Cell | LatencyCell;

export const runJob = (job: Job): AnyCell => (job.kind === 'errors' ? runCell(job) : runLatencyCell(job));
