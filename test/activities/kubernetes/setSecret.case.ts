/** `kubernetes.setSecret` in the conformance suite. */
import type { EffectCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

export const setSecret: EffectCase = {
  kind: 'kubernetes.setSecret',
  input: { namespace: 'shop', secret: 'payment', values: { API_KEY: 'payment-key' } },
  effect: { method: 'POST', path: '/secrets$', name: 'secret.set' },
  setUp: podsWorld,
};
