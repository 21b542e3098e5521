/** `kubernetes.setImage` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

const input = { namespace: 'shop', deployment: 'web', image: 'example.com/web:2' };

export const setImage: EffectCase = {
  kind: 'kubernetes.setImage',
  input,
  effect: { method: 'PATCH', path: '/deployments/web$', name: 'deployment.image' },
  endless: { input, pace: 50 },
  setUp: podsWorld,
};
