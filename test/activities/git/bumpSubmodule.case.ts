/** `git.bumpSubmodule` in the conformance suite, over real git. */
import type { EffectCase } from '../../support/conformance.ts';
import { gerritWorld, newest, project, source } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

export const bumpSubmodule: EffectCase = {
  kind: 'git.bumpSubmodule',
  input: {
    repository: project,
    submodule: { path: 'src', repository: source, commit: newest },
    message: 'Update clock',
  },
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'ref.create' },
  describe: describeWithGit,
  setUp: gerritWorld,
};
