/** `rollouts.awaitHealthy` in the conformance suite. */
import { clusterWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { web } from '../../support/canary.ts';

export const awaitHealthy: ReadCase = {
  kind: 'rollouts.awaitHealthy',
  input: web,
  endless: { input: { ...web, image: 'example.com/web:3' }, pace: 1 },
  setUp: (pace) => clusterWorld(pace),
};
