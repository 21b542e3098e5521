/** `environment.hold` in the conformance suite. */
import { environmentsWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';

export const hold: EffectCase = {
  kind: 'environment.hold',
  input: { reason: 'Rolled back from 3.111' },
  effect: { method: 'POST', path: '/hold$', name: 'runbook.hold' },
  setUp: environmentsWorld,
};
