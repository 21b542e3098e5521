/** `kubernetes.recreate` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

const input = { namespace: 'shop', deployment: 'cron', image: 'example.com/cron:2' };

export const recreate: EffectCase = {
  kind: 'kubernetes.recreate',
  input,
  effect: { method: 'PATCH', path: '/deployments/cron$', name: 'deployment.image' },
  endless: { input, pace: 50 },
  setUp: podsWorld,
};
