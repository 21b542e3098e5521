/** `argocd.awaitHealthy` in the conformance suite. */
import { clusterWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { revisions } from '../../support/kubernetes-practice.ts';

const input = { application: 'shop', revision: revisions.one, steadySeconds: 0 };

export const awaitHealthy: ReadCase = {
  kind: 'argocd.awaitHealthy',
  input,
  endless: { input: { ...input, revision: revisions.two }, pace: 1 },
  setUp: (pace) => clusterWorld(pace),
};
