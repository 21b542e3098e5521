/** `gerrit.mergeChange`: submits a change that has been reviewed, exactly the commit that was. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commitSchema, repositorySchema } from '../git/names.ts';
import { changeChange, readChange } from './changes.ts';
import type { ChangeInfo } from './changes.ts';
import { missingVotes, mustStand } from './review.ts';
import { takeBack } from './take-back.ts';
import {
  isTakenBack,
  outcomeOf,
  reviewOptions,
  takenBackAlready,
  urlOf,
  votedOutput,
  votesInput,
} from './voted.ts';

const input = z.strictObject({
  project: repositorySchema.describe('The project'),
  number: z.number().int().min(1).describe('The number of the change'),
  commit: commitSchema.describe('What was reviewed; a change that has become another is not merged'),
  ...votesInput,
});
type Input = z.output<typeof input>;
type Context = StepContext<'gerrit'>;

export const mergeChange = defineStep({
  kind: 'gerrit.mergeChange',
  summary: 'Submit a change in Gerrit that has its votes.',
  input,
  output: votedOutput('The commit that was merged'),
  needs: ['gerrit'],
  // The way back waits for a review.
  options: reviewOptions,
  title: ({ project }) => `Merge the reviewed change into ${project}`,
  async observe(given, ctx) {
    const change = await standing(given, ctx);
    if (change.status !== 'MERGED' || (await isTakenBack(change, given, ctx))) return absent({});
    return done(outcomeOf(given, ctx, given, change));
  },
  async act(given, ctx) {
    const change = await standing(given, ctx);
    if (change.status === 'MERGED') throw takenBackAlready(given.number);
    mustBeSubmittable(change, given, ctx);
    await changeChange(ctx, given.number, { verb: 'submit', key: ctx.key });
    return done(outcomeOf(given, ctx, given, change));
  },
  undoTitle: ({ input: { project, number } }) =>
    `If change ${number} of ${project} is merged, revert it, with the same review`,
  async undo({ input: given }, ctx) {
    const change = await readChange(ctx, given.number);
    if (change.status !== 'MERGED') return `Change ${given.number} was not merged: nothing to take back.`;
    return takeBack(ctx, change, given);
  },
});

async function standing({ project, number, commit }: Input, ctx: Context): Promise<ChangeInfo> {
  const change = await readChange(ctx, number);
  mustStand(change, { commit, url: urlOf(ctx, project, number) });
  return change;
}

function mustBeSubmittable(change: ChangeInfo, { project, number, labels }: Input, ctx: Context): void {
  const details = { link: urlOf(ctx, project, number) };
  const missing = missingVotes(change, labels);
  if (missing !== '')
    throw fatal(
      'refused',
      `Change ${number} had its votes, and lacks ${missing} now.`,
      'See who took a vote back. Once it has its votes again, retry; or roll back.',
      details,
    );
  if (!change.submittable)
    throw fatal(
      'refused',
      `Change ${number} has its votes, and Gerrit does not let it be submitted.`,
      'Its page says what it needs: a change that it depends on, or a rebase. Once Gerrit would take it, retry; or roll back.',
      details,
    );
}
