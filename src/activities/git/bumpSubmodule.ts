/** `git.bumpSubmodule`: commits a submodule at another commit, with a folder that a build of it gives, as a branch of its own. */
import { z } from 'zod';
import { done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { pathBelowSchema } from '../oci/names.ts';
import { progressLine, sourceInput, targetInput } from '../oci/source.ts';
import { commitSchema, repositorySchema, short } from './names.ts';
import {
  commitUndoTitle,
  newCommitInput,
  newCommitOutput,
  observeCommit,
  ownBranch,
  undoCommit,
} from './new-commit.ts';

const { context, file, args } = sourceInput;

const input = z.strictObject({
  ...newCommitInput,
  repository: repositorySchema.describe(
    'The repository that holds the submodule, below the git server’s address',
  ),
  submodule: z
    .strictObject({
      path: pathBelowSchema.describe('Where it is in the repository'),
      repository: repositorySchema.describe('Its own repository, below the git server’s address'),
      commit: commitSchema.describe('The full hash of the commit that it shall be at'),
    })
    .describe('The submodule'),
  folder: z
    .strictObject({
      path: pathBelowSchema.describe(
        'The folder in the repository, such as `node_modules`; its content is replaced as a whole',
      ),
      from: pathBelowSchema.describe('Where the build leaves it, below the root of the stage'),
      context,
      file,
      target: targetInput.optional().describe('The stage to build; absent: the last'),
      args,
    })
    .optional()
    .describe(
      'What is built in a container from a clean checkout of the submodule’s commit; absent: nothing',
    ),
});

type Input = z.output<typeof input>;

export const bumpSubmodule = defineStep({
  kind: 'git.bumpSubmodule',
  summary: 'Commit a submodule at another commit, together with a folder that is built in a container.',
  input,
  output: newCommitOutput,
  needs: ['git'],
  imageTasks: ({ folder }) => (folder === undefined ? [] : ['stage']),
  options: { actTimeout: 2 * 3_600_000, maxAttempts: 3 },
  title: ({ repository, submodule: { path, commit }, folder }) =>
    `Commit ${path} of ${repository} at ${short(commit)}${folder === undefined ? '' : `, and rebuild ${folder.path}`}`,
  observe: observeCommit,
  async act(given, ctx) {
    const { repository, branch, submodule, folder, message, author } = given;
    const onto = ownBranch(given, ctx);
    const commit = await ctx.clients.git.commitSubmodule(
      repository,
      {
        branch,
        submodule,
        message,
        author,
        onto,
        ...(folder === undefined
          ? {}
          : {
              folder: {
                path: folder.path,
                from: folder.from,
                build: { source: submodule.repository, commit: submodule.commit, ...buildOf(folder) },
              },
            }),
      },
      { signal: ctx.signal, key: ctx.key, progress: (line) => ctx.heartbeat({ says: progressLine(line) }) },
    );
    return done({ commit, branch: onto });
  },
  undoTitle: commitUndoTitle,
  undo: undoCommit,
});

const buildOf = ({ context: folder, file: path, target, args: given }: NonNullable<Input['folder']>) => ({
  context: folder,
  file: path,
  target,
  args: given,
});
