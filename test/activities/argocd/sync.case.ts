/** `argocd.sync` in the conformance suite. */
import { clusterWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { revisions } from '../../support/kubernetes-practice.ts';

const input = { application: 'shop', revision: revisions.two };

export const sync: EffectCase = {
  kind: 'argocd.sync',
  input,
  effect: { method: 'PATCH', path: '/applications/shop$', name: 'application.sync' },
  endless: { input, pace: 5 },
  setUp: (pace) => clusterWorld(pace),
};
