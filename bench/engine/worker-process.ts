/** A worker that can be killed: prints a line when it is there, and one for each step that has acted. */
import { startBenchWorker } from './worker.ts';
import { onEachTouch } from './touches.ts';

const [address, taskQueue, codePath] = process.argv.slice(2);
if (address === undefined || taskQueue === undefined || codePath === undefined)
  throw new Error('It takes an address, a task queue and the workflows’ code.');
onEachTouch((name) => process.stdout.write(`touched ${name}\n`));
await startBenchWorker({ address, taskQueue, workflows: { codePath }, clients: {}, plans: new Map() });
process.stdout.write('there\n');
