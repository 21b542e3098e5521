/** Starts a calibrating thread, from the build as from the sources. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Sources run where something transforms them; a thread begins without it and brings its own. */
const fromSource = `
  const { createJiti } = require(require('node:worker_threads').workerData.jiti);
  const { file } = require('node:worker_threads').workerData;
  createJiti(file).import(file);
`;

/** It does not keep the process alive. */
export function startThread(): Worker {
  const here = import.meta.url;
  const thread = here.endsWith('.ts')
    ? new Worker(fromSource, {
        eval: true,
        workerData: {
          jiti: createRequire(here).resolve('jiti'),
          file: fileURLToPath(new URL('./thread.ts', here)),
        },
      })
    : new Worker(new URL('./thread.js', here));
  thread.unref();
  return thread;
}
