/** `git.changeFile` in the conformance suite, over real git. */
import type { EffectCase } from '../../support/conformance.ts';
import { gerritWorld, project } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

export const changeFile: EffectCase = {
  kind: 'git.changeFile',
  input: {
    repository: project,
    path: '.gitmodules',
    line: '\turl = ../clock',
    by: '\turl = ../watch',
    message: 'Tell another time',
  },
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'ref.create' },
  describe: describeWithGit,
  setUp: gerritWorld,
};
