/**
 * Prints how many kilobytes of heap a worker keeps for each workflow that waits: `release` or `bareGate`. Its workflows run in
 * this thread (TEMPORAL_DEBUG), whose garbage can be collected before it is measured: resident memory tells of garbage.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { answered } from './answered.ts';
import { openLab } from './lab.ts';
import { touch } from './steps.ts';

/** Together fewer than a worker keeps in its cache; the first load what all of them share. */
const count = 100;
const warmUp = 60;

const kind = process.argv[2] === 'bareGate' ? 'bareGate' : 'release';
const lab = await openLab();
const plan = sequence('All', [
  gate('Go on', { instructions: 'Look.', approvers: { roles: ['releng'], people: ['kim'] } }),
  touch({ name: 'a' }, { id: 'touch' }),
]);
const kept = async (times: number) => {
  for (let index = 0; index < times; index++) {
    const handle = await (kind === 'release' ? lab.release(plan) : lab.byHand('bareGate', 'a'));
    await answered(handle, kind === 'release' ? 'status' : '__stack_trace');
  }
  // What was answered just now is still on its way out.
  for (let round = 0; round < 3; round++) {
    await wait(500);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const before = await kept(warmUp);
const after = await kept(count);
process.stdout.write(`${(after - before) / 1024 / count}\n`);
process.exit(0);
