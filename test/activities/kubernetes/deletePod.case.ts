/** `kubernetes.deletePod` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

const input = { namespace: 'shop', pod: 'queue-1', everySeconds: 0.05 };

export const deletePod: EffectCase = {
  kind: 'kubernetes.deletePod',
  input,
  effect: { method: 'DELETE', path: '/pods/queue-1$', name: 'pod.delete' },
  endless: { input, pace: 50 },
  setUp: podsWorld,
};
