/** `kubernetes.runJob` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

const input = { namespace: 'shop', name: 'tell', image: 'example.com/tools:1', command: ['fail-not'] };

export const runJob: EffectCase = {
  kind: 'kubernetes.runJob',
  input,
  effect: { method: 'POST', path: '/jobs$', name: 'job.create' },
  endless: { input, pace: 50 },
  // What it has done to what it works on is not undone: only the Job goes.
  undoUnderWay: { pace: 1, leaves: 'what it works on as it was' },
  setUp: podsWorld,
};
