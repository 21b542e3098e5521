/** `gerrit.submitChange`: proposes a commit for review, waits for the votes it needs, and submits it. */
import { defineStep } from '../define-step.ts';
import { short } from '../git/names.ts';
import { proposal } from './proposal.ts';
import { outcomeOf, untilMerged, votedOutput } from './voted.ts';

export const submitChange = defineStep({
  kind: 'gerrit.submitChange',
  summary: 'Propose a commit in Gerrit, wait until it has its votes, and submit it.',
  ...proposal,
  output: votedOutput('The commit that was merged: the one given, with a Change-Id in its message'),
  title: ({ commit, project, branch }) => `Get ${short(commit)} through review into ${branch} of ${project}`,
  async settle(proposed, ctx, given) {
    return outcomeOf(proposed, ctx, given, await untilMerged(proposed, ctx, given, ctx));
  },
});
