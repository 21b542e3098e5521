/** `rollouts.awaitPaused` in the conformance suite: a canary is under way. */
import { clusterWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { beginCanary, web } from '../../support/canary.ts';

export const awaitPaused: ReadCase = {
  kind: 'rollouts.awaitPaused',
  input: { ...web, image: 'example.com/web:2' },
  endless: { input: { ...web, image: 'example.com/web:3' }, pace: 0.02 },
  setUp: (pace) => clusterWorld(pace, beginCanary),
};
