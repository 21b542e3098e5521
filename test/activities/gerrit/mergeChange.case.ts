/** `gerrit.mergeChange` in the conformance suite, over real git: a change has its votes. */
import { quick } from '../../support/conformance.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { gerritWorld, project, review, reviewed } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

export const mergeChange: EffectCase = {
  kind: 'gerrit.mergeChange',
  input: { project, number: 1, commit: reviewed, pollSeconds: 0.1 },
  effect: { method: 'POST', path: '/changes/1/submit$', name: 'change.submit' },
  // The change itself was open before, and is reverted then: only the branch is as it was.
  undoUnderWay: { pace: quick, leaves: 'the change reverted' },
  describe: describeWithGit,
  setUp: (pace) => gerritWorld(pace, review),
};
