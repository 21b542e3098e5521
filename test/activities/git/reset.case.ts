/** `git.reset` in the conformance suite: to a commit that is neither before nor behind. */
import { gitWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { describeWithGit, repository, shas } from '../../support/real-parts.ts';

export const reset: EffectCase = {
  kind: 'git.reset',
  input: { repository, branch: 'main', commit: shas.aside, from: shas.second },
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'ref.update' },
  describe: describeWithGit,
  setUp: gitWorld,
};
