/** What the steps have in common that make a commit: it is pushed as a branch of its own, which is how it is seen, and undone. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { branchRef, branchSchema, repositorySchema } from './names.ts';
import { moveRef, readRef } from './ref.ts';

export const newCommitInput = {
  repository: repositorySchema.describe('The repository, below the git server’s address'),
  branch: branchSchema.default('master').describe('The branch that the commit follows'),
  message: z.string().min(1).max(4000).describe('The message of the commit'),
  author: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^<>\n]+$/)
        .describe('The name'),
      email: z
        .string()
        .min(3)
        .max(254)
        .regex(/^[^<>\s]+$/)
        .describe('The address: one that the git server lets the account use'),
    })
    .default({ name: 'Slipway', email: 'slipway@localhost' })
    .describe('Whose commit it is'),
  onto: branchSchema
    .max(100)
    .default('sandbox/slipway')
    .describe('Where the branch is made; it ends with a name of this step alone'),
};

export const newCommitOutput = z.strictObject({
  commit: z.string().describe('The full hash of the commit'),
  branch: z.string().describe('The branch that holds it'),
});

interface Given {
  readonly repository: string;
  readonly onto: string;
}
type Context = StepContext<'git'>;

export const ownBranch = ({ onto }: Given, { key }: Pick<Context, 'key'>): string => `${onto}/${key}`;

export async function observeCommit(given: Given, ctx: Context) {
  const branch = ownBranch(given, ctx);
  const found = await readRef(ctx, { repository: given.repository, ref: branchRef(branch) });
  return found === null ? absent({}) : done({ commit: found.commit, branch });
}

export const commitUndoTitle = ({ input: { repository, onto } }: { readonly input: Given }): string =>
  `Delete the branch below ${onto} of ${repository}`;

export async function undoCommit({ input: given }: { readonly input: Given }, ctx: Context): Promise<string> {
  const branch = ownBranch(given, ctx);
  const place = { repository: given.repository, ref: branchRef(branch) };
  const found = await readRef(ctx, place);
  if (found === null) return `There is no branch ${branch} of ${given.repository}: nothing to delete.`;
  await moveRef({ ...ctx, key: `${ctx.key}-undo`.slice(-64) }, place, { from: found.object, to: null });
  return `Deleted the branch ${branch} of ${given.repository}.`;
}
