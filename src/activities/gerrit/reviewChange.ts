/** `gerrit.reviewChange`: proposes a commit for review and waits for the votes it needs; `gerrit.mergeChange` then merges it when its time has come. */
import { defineStep } from '../define-step.ts';
import { short } from '../git/names.ts';
import { proposal } from './proposal.ts';
import { outcomeOf, untilVoted, votedOutput } from './voted.ts';

export const reviewChange = defineStep({
  kind: 'gerrit.reviewChange',
  summary: 'Propose a commit in Gerrit and wait until it has its votes; it is merged by a step of its own.',
  ...proposal,
  output: votedOutput('The commit that was reviewed: the one given, with a Change-Id in its message'),
  title: ({ commit, project, branch }) => `Have ${short(commit)} reviewed for ${branch} of ${project}`,
  async settle(proposed, ctx, given) {
    return outcomeOf(proposed, ctx, given, await untilVoted(proposed, ctx, given));
  },
});
