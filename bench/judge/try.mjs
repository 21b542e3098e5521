import { Worker } from 'node:worker_threads';
import { load } from './load.mjs';
const { families } = await load(new URL('./noise.ts', import.meta.url).pathname);
const args = Object.fromEntries(process.argv.slice(2).map((a) => a.split('=')));
const cfg = JSON.parse(args.cfg ?? '{}');
const jobs = families
  .filter((f) => !args.f || args.f.split(',').includes(f.name))
  .flatMap((f) =>
    (args.rates ?? '1,20,500').split(',').map((r) => ({
      name: f.name,
      rate: Number(r),
      runs: Number(args.runs ?? 20),
      seed: Number(args.seed ?? 1),
    })),
  );
const out = new Map();
let next = 0;
await Promise.all(
  [0, 1].map(
    () =>
      new Promise((done) => {
        const w = new Worker(new URL('./try-worker.mjs', import.meta.url), { workerData: { cfg } });
        const give = () => {
          if (next < jobs.length) w.postMessage(jobs[next++]);
          else {
            w.terminate();
            done();
          }
        };
        w.on('message', ({ job, line }) => {
          out.set(job.name + job.rate, line);
          give();
        });
        w.on('error', (e) => {
          console.error(e);
          process.exit(1);
        });
        give();
      }),
  ),
);
for (const j of jobs) console.log(out.get(j.name + j.rate));
