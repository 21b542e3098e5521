/** `git.tag`: sets a tag onto a commit. A tag that is elsewhere stays there, unless the plan says that it moves. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commitSchema, repositorySchema, short, tagRef, tagSchema } from './names.ts';
import { moveRef, placeName, putRefBack, readRef, where } from './ref.ts';

const input = z.strictObject({
  repository: repositorySchema.describe('The repository, below the git server’s address: `team/app`'),
  tag: tagSchema.describe('The tag'),
  commit: commitSchema.describe(
    'The full hash of the commit it is set onto; a branch or tag of the repository must hold it',
  ),
  elsewhere: z
    .enum(['refuse', 'move'])
    .default('refuse')
    .describe(
      'What happens to a tag that is on another commit: `refuse` for what is permanent, `move` for what follows, such as `live`',
    ),
});

const output = z.strictObject({
  commit: z.string().describe('The commit that the tag is on'),
  previous: z
    .string()
    .nullable()
    .describe('What it was on before, the commit or an annotated tag’s object; null: there was no such tag'),
});

const placeOf = ({ repository, tag: name }: { repository: string; tag: string }) => ({
  repository,
  ref: tagRef(name),
});

export const tag = defineStep({
  kind: 'git.tag',
  summary: 'Set a tag onto a commit, or move it there.',
  input,
  output,
  needs: ['git'],
  options: { actTimeout: 300_000 },
  title: ({ tag: name, commit, repository }) => `Tag ${short(commit)} of ${repository} as ${name}`,
  async observe(given, ctx, earlier?: { previous: string | null }) {
    const now = await readRef(ctx, placeOf(given));
    if (now?.commit !== given.commit) return absent({ previous: now?.object ?? null });
    return done({ commit: now.commit, previous: earlier === undefined ? now.object : earlier.previous });
  },
  async act(given, ctx, { previous }) {
    const place = placeOf(given);
    if (previous !== null && given.elsewhere === 'refuse')
      throw fatal(
        'conflict',
        `${placeName(place)} is ${where(previous)} already, and this tag does not move.`,
        'Choose another tag, or see who has set it.',
      );
    await moveRef(ctx, place, { from: previous, to: given.commit });
    return done({ commit: given.commit, previous });
  },
  undoTitle: ({ input: { tag: name, repository }, before: { previous } }) =>
    previous === null
      ? `Delete the tag ${name} of ${repository}`
      : `Move the tag ${name} of ${repository} back to ${short(previous)}`,
  undo: ({ input: given, before: { previous } }, ctx) =>
    putRefBack(ctx, placeOf(given), { from: previous, to: given.commit }),
});
