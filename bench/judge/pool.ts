/** Runs the cells over worker threads, in whatever order; the answers keep that of the jobs. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AnyCell, Job } from './job.ts';

export async function runCells(jobs: readonly Job[]): Promise<AnyCell[]> {
  const cells: AnyCell[] = [];
  let next = 0;
  const threads = Math.min(jobs.length, availableParallelism());
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./worker.mjs', import.meta.url));
      try {
        for (let index = next++; index < jobs.length; index = next++) {
          const job = jobs[index];
          if (job !== undefined) cells[index] = await runIn(worker, job);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return cells;
}

const runIn = (worker: Worker, job: Job): Promise<AnyCell> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (cell: AnyCell) => {
      worker.off('error', reject);
      resolve(cell);
    });
    worker.postMessage(job);
  });
