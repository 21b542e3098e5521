/** `git.reset`: moves a branch to any commit, on purpose: a force-push with lease on exactly where the plan saw it. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { branchRef, branchSchema, commitSchema, repositorySchema, short } from './names.ts';
import { moveRef, placeName, putRefBack, readRef, where } from './ref.ts';

const input = z.strictObject({
  repository: repositorySchema.describe('The repository, below the git server’s address: `team/app`'),
  branch: branchSchema.describe('The branch to move'),
  commit: commitSchema.describe('The full hash of the commit it is moved to, whatever history lies between'),
  from: commitSchema.describe(
    'Where the branch must be: the lease. If anybody has moved it since, nothing happens',
  ),
});

const output = z.strictObject({
  commit: z.string().describe('Where the branch is now'),
  previous: z.string().describe('Where it was before'),
});

const placeOf = ({ repository, branch }: { repository: string; branch: string }) => ({
  repository,
  ref: branchRef(branch),
});

export const reset = defineStep({
  kind: 'git.reset',
  summary: 'Move a branch to any commit by a force-push with lease, as a rollback does.',
  input,
  output,
  needs: ['git'],
  options: { actTimeout: 300_000 },
  title: ({ branch, commit, repository, from }) =>
    `Force ${branch} of ${repository} from ${short(from)} to ${short(commit)}, with lease`,
  async observe(given, ctx, earlier?: { previous: string }) {
    const place = placeOf(given);
    const now = (await readRef(ctx, place))?.commit ?? null;
    if (now === given.commit)
      return done({ commit: given.commit, previous: earlier?.previous ?? given.from });
    if (now !== given.from)
      throw fatal(
        'conflict',
        `In the plan, ${placeName(place)} was ${where(given.from)}; now it is ${where(now)}. Nothing was forced.`,
      );
    return absent({ previous: now });
  },
  async act(given, ctx, { previous }) {
    await moveRef(ctx, placeOf(given), { from: given.from, to: given.commit });
    return done({ commit: given.commit, previous });
  },
  undoTitle: ({ input: { branch, repository }, before: { previous } }) =>
    `Force ${branch} of ${repository} back to ${short(previous)}, if nobody has moved it since`,
  undo: ({ input: given, before: { previous } }, ctx) =>
    putRefBack(ctx, placeOf(given), { from: previous, to: given.commit }),
});
