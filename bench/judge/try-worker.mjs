import { parentPort, workerData } from 'node:worker_threads';
import { load } from './load.mjs';
const m = await load(new URL('./try.ts', import.meta.url).pathname);
const { families } = await load(new URL('./noise.ts', import.meta.url).pathname);
Object.assign(m.cfg, workerData.cfg);
Object.assign(m.tuning, workerData.cfg);
Object.assign(m.fairTuning, workerData.cfg);
Object.assign(m.alarmTuning, workerData.cfg);
parentPort.on('message', (job) =>
  parentPort.postMessage({
    job,
    line: m.runCell({ ...job, family: families.find((f) => f.name === job.name) }),
  }),
);
