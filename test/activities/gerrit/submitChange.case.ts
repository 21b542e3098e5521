/** `gerrit.submitChange` in the conformance suite, over real git. */
import type { EffectCase } from '../../support/conformance.ts';
import { gerritWorld, project, proposed } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const input = { project, branch: 'master', commit: proposed, pollSeconds: 0.1 };

export const submitChange: EffectCase = {
  kind: 'gerrit.submitChange',
  input,
  effect: { method: 'POST', path: '/git-receive-pack$', name: 'change.create' },
  endless: { input: { ...input, pollSeconds: 600 }, pace: 10_000 },
  undoUnderWay: { pace: 1000, leaves: 'the change abandoned' },
  describe: describeWithGit,
  setUp: gerritWorld,
};
