/** A commit proposed for review: once for a key, known again by its Change-Id, and taken back. What steps that propose have in common. */
import { z } from 'zod';
import { absent, started } from '../contract.ts';
import type { Acted, Observation, StepContext } from '../contract.ts';
import { retryLater } from '../errors.ts';
import { branchSchema, commitSchema, repositorySchema } from '../git/names.ts';
import { changeIdOf } from './change-id.ts';
import { changeChange, findChange } from './changes.ts';
import type { ChangeInfo } from './changes.ts';
import { takeBack } from './take-back.ts';
import { isTakenBack, reviewOptions, takenBackAlready, votesInput } from './voted.ts';
import type { Proposed } from './voted.ts';

const input = z.strictObject({
  project: repositorySchema.describe(
    'The project, which is the repository below the git server’s address, too',
  ),
  branch: branchSchema.default('master').describe('The branch it shall be merged into'),
  commit: commitSchema.describe('The full hash of the commit; a branch of the project must hold it'),
  ...votesInput,
});
type Input = z.output<typeof input>;
type Context = StepContext<'gerrit' | 'git'>;

export const proposal = {
  input,
  needs: ['gerrit', 'git'] as const,
  options: reviewOptions,
  async observe(given: Input, ctx: Context): Promise<Observation<never, Proposed, Record<string, never>>> {
    const change = await ours(given, ctx);
    if (change === undefined || change.status === 'ABANDONED' || (await isTakenBack(change, given, ctx)))
      return absent({});
    return started<Proposed>({ number: change._number, commit: change.current_revision ?? given.commit });
  },
  async act(given: Input, ctx: Context): Promise<Acted<never, Proposed>> {
    const { project, branch, commit } = given;
    const had = await ours(given, ctx);
    if (had !== undefined) {
      if (had.status !== 'ABANDONED') throw takenBackAlready(had._number);
      const back = await changeChange(ctx, had._number, { verb: 'restore', key: ctx.key });
      return started<Proposed>({ number: back._number, commit: had.current_revision ?? commit });
    }
    const proposed = await ctx.clients.git.pushForReview(
      project,
      { commit, branch, changeId: changeIdOf(ctx.key) },
      ctx,
    );
    const change = await ours(given, ctx);
    // Its search may be a moment behind what it has taken.
    if (change === undefined)
      throw retryLater(
        'unavailable',
        `${project} took the push to refs/for/${branch}, and Gerrit shows no change of it yet.`,
      );
    return started<Proposed>({ number: change._number, commit: proposed });
  },
  undoTitle: ({ input: { project, branch } }: { readonly input: Input }) =>
    `Abandon the change in ${project}; if it is in ${branch} already, revert it, with the same review`,
  async undo({ input: given }: { readonly input: Input }, ctx: Context): Promise<string> {
    const change = await ours(given, ctx);
    if (change === undefined) return 'There is no change: nothing to take back.';
    return takeBack(ctx, change, given);
  },
};

const ours = ({ project, branch }: Input, ctx: Context): Promise<ChangeInfo | undefined> =>
  findChange(
    ctx,
    `look for our change in ${project}`,
    `change:${changeIdOf(ctx.key)} project:${project} branch:${branch}`,
  );
