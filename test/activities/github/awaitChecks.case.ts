/** `github.awaitChecks` in the conformance suite: the checks that a release began. */
import { githubWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { inRepository, repository } from '../../support/github.ts';

const input = { repository, ref: 'v3.111', minimum: 2, pollSeconds: 1 };

export const awaitChecks: ReadCase = {
  kind: 'github.awaitChecks',
  input,
  endless: { input: { ...input, checks: ['never'] }, pace: 1 },
  setUp: (pace) =>
    githubWorld(pace, ({ octokit }) =>
      octokit.rest.repos.createRelease({ ...inRepository, tag_name: 'v3.111' }),
    ),
};
