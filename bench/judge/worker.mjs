// A worker thread of the bench: gets a cell to run, answers with its outcomes.
import { parentPort } from 'node:worker_threads';
import { load } from './load.mjs';

const { runJob } = await load(new URL('./job.ts', import.meta.url).pathname);
parentPort.on('message', (job) => parentPort.postMessage(runJob(job)));
