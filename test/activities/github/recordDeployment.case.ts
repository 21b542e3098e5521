/** `github.recordDeployment` in the conformance suite. */
import { githubWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { deployedBefore, repository } from '../../support/github.ts';

/** Something is there already: what the undo brings back. */
export const recordDeployment: EffectCase = {
  kind: 'github.recordDeployment',
  input: { repository, ref: 'main', environment: 'stage' },
  effect: { method: 'POST', path: '/deployments$', name: 'deployment.create' },
  setUp: (pace) => githubWorld(pace, async ({ system }) => deployedBefore(system, 'stage')),
};
