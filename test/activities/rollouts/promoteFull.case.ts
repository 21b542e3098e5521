/** `rollouts.promoteFull` in the conformance suite. A complete promotion is undone by the sync that began it. */
import { clusterWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { pauseCanary, web } from '../../support/canary.ts';

export const promoteFull: EffectCase = {
  kind: 'rollouts.promoteFull',
  input: web,
  effect: { method: 'PATCH', path: '/rollouts/web/status$', name: 'rollout.promote-full' },
  endless: { input: web, pace: 20 },
  undoUnderWay: { pace: 10, leaves: 'the canary aborted' },
  setUp: (pace) => clusterWorld(pace, pauseCanary),
};
