/** `environment.record` in the conformance suite. */
import { environmentsWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';

export const record: EffectCase = {
  kind: 'environment.record',
  input: { service: 'lock', version: '3.111', digest: `sha256:${'a'.repeat(64)}` },
  effect: { method: 'POST', path: '/record$', name: 'deployment.record' },
  setUp: environmentsWorld,
};
