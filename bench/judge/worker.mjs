// A worker thread of the bench: gets a cell to run, answers with its outcomes.
import { parentPort } from 'node:worker_threads';
import { load } from './load.mjs';

const { runCell } = await load(new URL('./cell.ts', import.meta.url).pathname);
parentPort.on('message', (job) => parentPort.postMessage(runCell(job)));
