/** `git.fastForward`: moves a branch on to a commit that follows it; never back, never aside. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { branchRef, branchSchema, commitSchema, repositorySchema, short } from './names.ts';
import { moveRef, placeName, putRefBack, readRef, where } from './ref.ts';

const input = z.strictObject({
  repository: repositorySchema.describe('The repository, below the git server’s address: `team/app`'),
  branch: branchSchema.describe('The branch to move'),
  commit: commitSchema.describe(
    'The full hash of the commit it is moved to; a branch or tag of the repository must hold it',
  ),
  from: commitSchema
    .optional()
    .describe('Where the branch must be when the step begins, as the plan saw it; absent: wherever it is'),
});

const output = z.strictObject({
  commit: z.string().describe('Where the branch is now'),
  previous: z.string().describe('Where it was before; the same if nothing had to be moved'),
});

const placeOf = ({ repository, branch }: { repository: string; branch: string }) => ({
  repository,
  ref: branchRef(branch),
});

export const fastForward = defineStep({
  kind: 'git.fastForward',
  summary: 'Move a branch on to a commit that follows it; anything else is refused.',
  input,
  output,
  needs: ['git'],
  options: { actTimeout: 300_000 },
  title: ({ branch, commit, repository }) => `Fast-forward ${branch} of ${repository} to ${short(commit)}`,
  async observe(given, ctx, earlier?: { previous: string }) {
    const place = placeOf(given);
    const now = (await readRef(ctx, place))?.commit ?? null;
    if (now === given.commit)
      return done({ commit: given.commit, previous: earlier?.previous ?? given.commit });
    if (now === null) throw fatal('not-found', `There is no ${placeName(place).replace(/^the /, '')}.`);
    return absent({ previous: now });
  },
  async act(given, ctx, { previous }) {
    const { repository, commit, from } = given;
    const place = placeOf(given);
    if (from !== undefined && from !== previous)
      throw fatal(
        'conflict',
        `In the plan, ${placeName(place)} was ${where(from)}; now it is ${where(previous)}.`,
      );
    const { git } = ctx.clients;
    const follows = await git.isAncestor(repository, { ancestor: previous, descendant: commit }, ctx);
    if (!follows)
      throw fatal(
        'refused',
        `${short(commit)} does not follow ${short(previous)}, where ${placeName(place)} is: that would be no fast-forward.`,
        'To move the branch back on purpose, plan a `git.reset`, which asks for that by name.',
      );
    await moveRef(ctx, place, { from: previous, to: commit });
    return done({ commit, previous });
  },
  undoTitle: ({ input: { branch, repository }, before: { previous } }) =>
    `Move ${branch} of ${repository} back to ${short(previous)}, if nobody has moved it since`,
  undo: ({ input: given, before: { previous } }, ctx) =>
    putRefBack(ctx, placeOf(given), { from: previous, to: given.commit }),
});
