/** `oci.build`: builds the image of a commit and pushes it under a tag of its own; an image of that commit is not built twice. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { short } from '../git/names.ts';
import { revisionLabel, sourceLabel } from './labels.ts';
import { configOf, look, removeTag } from './manifests.ts';
import { imageRepositorySchema, imageTagSchema } from './names.ts';
import { progressLine, sourceInput, targetInput } from './source.ts';

const input = z.strictObject({
  ...sourceInput,
  target: targetInput.optional().describe('The stage to build; absent: the last'),
  repository: imageRepositorySchema.describe('Where the image goes, without the registry’s host: `team/app`'),
  tag: imageTagSchema.describe('The tag it is pushed under, one of its commit alone: `candidate-fc39658…`'),
  labels: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,127}$/), z.string().max(1024))
    .default({})
    .describe('Labels besides those that tell commit and source'),
});
type Input = z.output<typeof input>;

const output = z.strictObject({
  digest: z.string().describe('The image’s digest: `sha256:…`'),
  reference: z.string().describe('Repository and digest, by which it is deployed: `team/app@sha256:…`'),
});

export const build = defineStep({
  kind: 'oci.build',
  summary: 'Build the image of a commit from a clean checkout, and push it.',
  input,
  output,
  needs: ['images', 'oci'],
  imageTasks: () => ['image'],
  options: { actTimeout: 2 * 3_600_000, maxAttempts: 3 },
  title: ({ repository, commit }) => `Build the image ${repository} of ${short(commit)}`,
  async observe(given, ctx) {
    const digest = await builtImage(given, ctx);
    return digest === undefined ? absent({}) : done(outputOf(given, digest));
  },
  async act(given, ctx) {
    const { source, commit, context, file, target, args, repository, tag } = given;
    const labels = { ...given.labels, [revisionLabel]: commit, [sourceLabel]: source };
    const digest = await ctx.clients.images.publish(
      { source, commit, context, file, target, args, repository, tag, labels },
      { signal: ctx.signal, key: ctx.key, progress: (line) => ctx.heartbeat({ says: progressLine(line) }) },
    );
    return done(outputOf(given, digest));
  },
  undoTitle: ({ input: { repository, tag } }) => `Take the tag ${repository}:${tag} away`,
  async undo({ input: given }, ctx) {
    const name = `${given.repository}:${given.tag}`;
    if ((await builtImage(given, ctx)) === undefined) return `There is no ${name}: nothing to take away.`;
    const { oci } = ctx.clients;
    const place = { repository: given.repository, reference: given.tag };
    await removeTag(oci, place, { key: `${ctx.key}-undo`.slice(-64), signal: ctx.signal });
    return `Took the tag ${name} away; what it stood for is left to the registry’s clean-up.`;
  },
});

/** The digest of this commit's image under that tag; a tag that another commit has is nobody's to overwrite. */
async function builtImage(
  { repository, tag, commit }: Input,
  { clients: { oci }, signal }: StepContext<'oci' | 'images'>,
): Promise<string | undefined> {
  const place = { repository, reference: tag };
  const found = await look(oci, place, signal);
  if (found === undefined) return undefined;
  const { labels } = await configOf(oci, { repository, reference: found.digest }, signal);
  if (labels[revisionLabel] === commit) return found.digest;
  throw fatal(
    'conflict',
    `${repository}:${tag} stands for an image of ${labels[revisionLabel] ?? 'no known commit'}, not of ${commit}.`,
    'Give the step a tag that is of this commit alone.',
  );
}

const outputOf = ({ repository }: Input, digest: string) => ({
  digest,
  reference: `${repository}@${digest}`,
});
