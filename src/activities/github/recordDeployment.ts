/** `github.recordDeployment`: tells GitHub what runs where, so that it shows it too. Undo says that it runs there no more. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { commitOf } from './commit.ts';
import { activeIn, createDeployment, ofThisStep, setStatus, takeBack } from './deployment.ts';
import { refSchema, repositorySchema } from './names.ts';

const input = z.strictObject({
  repository: repositorySchema,
  ref: refSchema.describe('The branch, tag or commit that runs there now'),
  environment: z.string().min(1).max(255).describe('The environment as GitHub names it: stage'),
  production: z.boolean().default(false).describe('Whether its users are the product’s own'),
  description: z.string().max(140).default('').describe('A sentence that GitHub shows with it'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where the environment itself is'),
  log: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A page about the release'),
});

const output = z.strictObject({
  id: z.number().int().describe('GitHub’s id of the deployment'),
  sha: z.string().describe('The commit that GitHub shows there'),
  created: z
    .boolean()
    .describe('Whether this step made it; false if GitHub showed that commit there already'),
});

/** What GitHub showed before: the commit to record, and the deployment whose place it takes. */
type Before = { sha: string; previous: number | null };

export const recordDeployment = defineStep({
  kind: 'github.recordDeployment',
  summary: 'Record on GitHub which commit is deployed to an environment.',
  input,
  output,
  needs: ['github'],
  title: ({ repository, ref, environment }) =>
    `Record on GitHub that ${ref} of ${repository} is on ${environment}`,
  async observe(given, ctx, earlier?: Before) {
    const sha = earlier?.sha ?? (await commitOf(ctx, given.repository, given.ref));
    const ours = await ofThisStep(ctx, given);
    if (ours?.state === 'success') return done({ id: ours.id, sha: ours.sha, created: true });
    const active = await activeIn(ctx, given);
    if (active?.sha === sha) return done({ id: active.id, sha, created: false });
    const before: Before = { sha, previous: earlier?.previous ?? active?.id ?? null };
    return absent(before);
  },
  async act(given, ctx, { sha }) {
    // An attempt before this one may have made it, and not come to say that it succeeded.
    const begun = await ofThisStep(ctx, given);
    const id =
      begun === undefined || begun.state === 'inactive' ? await createDeployment(ctx, given, sha) : begun.id;
    await setStatus(ctx, given, id, 'success');
    return done({ id, sha, created: true });
  },
  undoTitle: ({ input: { environment, repository } }) =>
    `Tell GitHub that ${repository} on ${environment} is what it was before`,
  undo: ({ input: given, before: { previous }, output: made }, ctx) =>
    made?.created === false
      ? Promise.resolve('Left what GitHub shows: this step did not make it.')
      : takeBack(ctx, given, previous),
});
