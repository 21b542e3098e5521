/** `github.bumpVersion`: sets the version in a file of the default branch, by one commit or by a pull request merged when green. */
import { z } from 'zod';
import { absent, done, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { defaultBranchOf } from './commit.ts';
import { commitOfKey, readFile, writeFile } from './file.ts';
import type { FilePlace } from './file.ts';
import { filePathSchema, refSchema, repositorySchema } from './names.ts';
import { findPull, mergeWhenGreen, propose } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import type { GithubContext } from './request.ts';
import { putVersionBack } from './undo-bump.ts';
import { findVersion, patternSchema } from './version-pattern.ts';

const input = z.strictObject({
  repository: repositorySchema,
  file: filePathSchema.describe('The file that holds the version, from the repository’s root'),
  pattern: patternSchema.describe(
    'A regular expression that matches once in the file; its one group is the version. ^ and $ stand for line ends',
  ),
  version: z.string().min(1).describe('The version to set'),
  branch: refSchema.optional().describe('The branch to change; absent: the default branch'),
  message: z.string().min(1).optional().describe('The commit’s subject; absent: `Bump version to …`'),
  via: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('commit').describe('One commit, straight to the branch') }),
      z.strictObject({
        type: z.literal('pull-request').describe('A pull request that is merged when its checks have passed'),
        mergeMethod: z.enum(['merge', 'squash', 'rebase']).default('squash').describe('How it is merged'),
        minimumChecks: z
          .number()
          .int()
          .min(0)
          .default(1)
          .describe('How many checks must have appeared at least'),
      }),
    ])
    .default({ type: 'commit' })
    .describe('How the change gets to the branch'),
  pollSeconds: z
    .number()
    .min(1)
    .max(300)
    .default(10)
    .describe('The longest pause between two looks, in seconds'),
});

const output = z.strictObject({
  previous: z.string().describe('The version before'),
  version: z.string().describe('The version now'),
  sha: z.string().describe('The commit that set it; empty if it was set already'),
  url: z.string().describe('The commit’s or the pull request’s page; empty if it was set already'),
});

type Input = z.output<typeof input>;
type Before = { previous: string; branch: string };
type Ref = { pull: number; previous: string; branch: string };

export const bumpVersion = defineStep({
  kind: 'github.bumpVersion',
  summary: 'Set the version in a file of a repository.',
  input,
  output,
  needs: ['github'],
  options: { settleTimeout: 4 * 3_600_000 },
  title: ({ repository, file, version }) => `Bump the version in ${file} of ${repository} to ${version}`,
  async observe(input, ctx, earlier?: Before) {
    const { repository, file, pattern, version, via } = input;
    const branch = earlier?.branch ?? input.branch ?? (await defaultBranchOf(ctx, repository));
    const place = { repository, branch, path: file };
    const { text } = await readFile(ctx, place);
    const present = findVersion(text, pattern, `${file} on ${branch} of ${repository}`).version;
    const previous = earlier?.previous ?? present;
    const pull = via.type === 'commit' ? undefined : await findPull(ctx, repository, ctx.key);
    if (pull?.state === 'open') return started<Ref>({ pull: pull.number, previous, branch });
    if (present !== version) return absent({ previous: present, branch });
    const made =
      pull?.state === 'merged'
        ? { sha: pull.mergeSha ?? '', url: pull.url }
        : await commitOfKey(ctx, place, ctx.key);
    return done({ previous, version, sha: made?.sha ?? '', url: made?.url ?? '' });
  },
  async act(input, ctx, { branch, previous }) {
    const { version, via } = input;
    const place = { repository: input.repository, branch, path: input.file };
    if (via.type === 'pull-request') {
      const { number } = await propose(ctx, proposalOf(input, ctx, branch), bumped(input));
      return started<Ref>({ pull: number, previous, branch });
    }
    const { text, sha } = await readFile(ctx, place);
    const message = subjectOf(input);
    const made = await writeFile(ctx, place, { text: bumped(input)(text), sha, message, key: ctx.key });
    return done({ previous, version, sha: made.sha, url: made.url });
  },
  async settle({ pull, previous, branch }, ctx, input) {
    const { sha, url } = await mergeWhenGreen(ctx, proposalOf(input, ctx, branch), pull);
    return { previous, version: input.version, sha, url };
  },
  undoTitle: ({ input: { file, repository }, before: { previous } }) =>
    `Put the version in ${file} of ${repository} back to ${previous}`,

  undo: ({ input, before }, ctx) =>
    putVersionBack(ctx, input, placeOf(input, before.branch), before.previous),
});

const subjectOf = ({ message, version }: Input): string => message ?? `Bump version to ${version}`;

const placeOf = ({ repository, file }: Input, branch: string): FilePlace => ({
  repository,
  branch,
  path: file,
});

const bumped =
  ({ pattern, version, file, repository }: Input) =>
  (text: string): string =>
    findVersion(text, pattern, `${file} of ${repository}`).replacedBy(version);

function proposalOf(input: Input, { key }: GithubContext, branch: string): Proposal {
  const { mergeMethod, minimumChecks } =
    input.via.type === 'pull-request' ? input.via : { mergeMethod: 'squash' as const, minimumChecks: 1 };
  const { pollSeconds } = input;
  return {
    place: placeOf(input, branch),
    title: subjectOf(input),
    key,
    mergeMethod,
    minimumChecks,
    pollSeconds,
  };
}
