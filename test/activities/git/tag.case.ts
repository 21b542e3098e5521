/** `git.tag` in the conformance suite. */
import { gitWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { describeWithGit, repository, shas } from '../../support/real-parts.ts';

export const tag: EffectCase = {
  kind: 'git.tag',
  input: { repository, tag: 'v2', commit: shas.second },
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'ref.create' },
  describe: describeWithGit,
  setUp: gitWorld,
};
