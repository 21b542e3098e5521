/** `github.createRelease`: publishes a release, and its tag with it. Undo deletes what this step made. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commitOf, commitOfTag } from './commit.ts';
import { partsOf, refSchema, repositorySchema } from './names.ts';
import { deleteRelease, isMarked, markerOf, releaseOfTag } from './release.ts';
import { answer, writing } from './request.ts';
import { releaseSchema } from './shapes.ts';

const input = z.strictObject({
  repository: repositorySchema,
  tag: refSchema.describe('The release’s tag; it is made if it is missing'),
  target: refSchema
    .default('HEAD')
    .describe('The branch, tag or commit to release; HEAD is the default branch'),
  name: z.string().min(1).optional().describe('The release’s name; the tag, if absent'),
  body: z.string().optional().describe('The release’s notes, in Markdown'),
  generateNotes: z
    .boolean()
    .default(false)
    .describe('Whether GitHub adds notes of its own: what was merged since'),
  prerelease: z.boolean().default(false).describe('Whether it is marked as not ready for production'),
});

const output = z.strictObject({
  id: z.number().int().describe('GitHub’s id of the release'),
  tag: z.string().describe('Its tag'),
  sha: z.string().describe('The commit the tag stands on'),
  url: z.string().describe('Its page'),
  created: z.boolean().describe('Whether this step made it; false if it was there already'),
});

/** What was there before: the commit to release, and whether the tag was there. */
type Before = { sha: string; tagExisted: boolean };

export const createRelease = defineStep({
  kind: 'github.createRelease',
  summary: 'Publish a release on GitHub, with its tag.',
  input,
  output,
  needs: ['github'],
  title: ({ repository, tag }) => `Create the release ${tag} of ${repository} on GitHub`,
  async observe({ repository, tag, target }, ctx) {
    const release = await releaseOfTag(ctx, repository, tag);
    const tagged = await commitOfTag(ctx, repository, tag);
    if (release !== undefined && tagged !== undefined && isMarked(release, ctx.key)) {
      return done({ id: release.id, tag, sha: tagged, url: release.html_url, created: true });
    }
    const wanted = await commitOf(ctx, repository, target);
    if (tagged !== undefined && tagged !== wanted) throw elsewhere(repository, tag, tagged, target, wanted);
    if (release !== undefined && tagged !== undefined) {
      return done({ id: release.id, tag, sha: tagged, url: release.html_url, created: false });
    }
    const before: Before = { sha: wanted, tagExisted: tagged !== undefined };
    return absent(before);
  },
  async act({ repository, tag, name, body, generateNotes, prerelease }, ctx, { sha }) {
    const made = await answer(
      `create the release ${tag} of ${repository}`,
      ctx,
      releaseSchema,
      ctx.clients.github.rest.repos.createRelease({
        ...partsOf(repository),
        ...writing(ctx),
        tag_name: tag,
        target_commitish: sha,
        name: name ?? tag,
        body: [body, markerOf(ctx.key)].filter(Boolean).join('\n\n'),
        generate_release_notes: generateNotes,
        prerelease,
      }),
    );
    return done({ id: made.id, tag, sha, url: made.html_url, created: true });
  },
  undoTitle: ({ input: { repository, tag }, before: { tagExisted } }) =>
    `Delete the release ${tag} of ${repository}${tagExisted ? '' : ', and its tag'}`,

  undo: ({ input: { repository, tag }, before, output: made }, ctx) =>
    deleteRelease(ctx, { repository, tag, ...before, id: made?.created === false ? undefined : made?.id }),
});

const elsewhere = (repository: string, tag: string, tagged: string, target: string, wanted: string) =>
  fatal(
    'conflict',
    `The tag ${tag} of ${repository} stands on ${tagged.slice(0, 10)}, but ${target} is ${wanted.slice(0, 10)}.`,
    'Release another version, name the tagged commit as the target, or remove the tag if it is wrong; then retry.',
  );
