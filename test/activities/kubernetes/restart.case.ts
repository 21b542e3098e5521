/** `kubernetes.restart` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

const input = { namespace: 'shop', deployment: 'web' };

export const restart: EffectCase = {
  kind: 'kubernetes.restart',
  input,
  effect: { method: 'PATCH', path: '/deployments/web$', name: 'deployment.restart' },
  endless: { input, pace: 50 },
  setUp: podsWorld,
};
