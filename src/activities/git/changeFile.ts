/** `git.changeFile`: commits a file with one line of it replaced, as a branch of its own. */
import { z } from 'zod';
import { done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { pathBelowSchema } from '../oci/names.ts';
import {
  commitUndoTitle,
  newCommitInput,
  newCommitOutput,
  observeCommit,
  ownBranch,
  undoCommit,
} from './new-commit.ts';

const lineSchema = z
  .string()
  .max(4000)
  .regex(/^[^\0\r\n]*$/, 'must be one line');

const input = z
  .strictObject({
    ...newCommitInput,
    path: pathBelowSchema.describe('The file'),
    line: lineSchema.min(1).describe('The whole line as it is now: it must stand in the file exactly once'),
    by: lineSchema.describe('The line that takes its place'),
  })
  .refine(({ line, by }) => line !== by, {
    path: ['by'],
    error: 'is the line as it is: nothing would change',
  });

export const changeFile = defineStep({
  kind: 'git.changeFile',
  summary: 'Commit a file with one line replaced.',
  input,
  output: newCommitOutput,
  needs: ['git'],
  options: { actTimeout: 600_000 },
  title: ({ repository, path, by }) => `Commit ${path} of ${repository} with: ${by.trim()}`,
  observe: observeCommit,
  async act(given, ctx) {
    const { repository, branch, path, line, by, message, author } = given;
    const onto = ownBranch(given, ctx);
    const commit = await ctx.clients.git.commitLine(
      repository,
      { branch, path, line, by, message, author, onto },
      ctx,
    );
    return done({ commit, branch: onto });
  },
  undoTitle: commitUndoTitle,
  undo: undoCommit,
});
