/** `git.fastForward` in the conformance suite. */
import { gitWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { describeWithGit, repository, shas } from '../../support/real-parts.ts';

export const fastForward: EffectCase = {
  kind: 'git.fastForward',
  input: { repository, branch: 'release', commit: shas.second, from: shas.first },
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'ref.update' },
  describe: describeWithGit,
  setUp: gitWorld,
};
