/** `github.findActionRun` in the conformance suite: the run that the practice repository begins with. */
import { githubWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { repository } from '../../support/github.ts';

export const findActionRun: ReadCase = {
  kind: 'github.findActionRun',
  input: { repository, workflow: 'push-image.yml', titleIncludes: 'v3.110' },
  setUp: (pace) => githubWorld(pace),
};
