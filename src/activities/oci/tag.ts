/** `oci.tag`: sets a tag onto an image that is there, by its digest; what the tag stood for before is known, and comes back. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { look, put, read, removeTag } from './manifests.ts';
import { digestSchema, imageRepositorySchema, imageTagSchema } from './names.ts';

const input = z.strictObject({
  repository: imageRepositorySchema.describe('The repository, without the registry’s host: `team/app`'),
  tag: imageTagSchema.describe('The tag to set'),
  digest: digestSchema.describe('The image it is set onto: `sha256:…`. Nothing is built or copied'),
  elsewhere: z
    .enum(['refuse', 'move'])
    .default('refuse')
    .describe(
      'What happens to a tag that stands for another image: `refuse` for what is permanent, `move` for what follows, such as `latest`',
    ),
});

const output = z.strictObject({
  digest: z.string().describe('What the tag stands for now'),
  previous: z.string().nullable().describe('What it stood for before; null: there was no such tag'),
});

export const tag = defineStep({
  kind: 'oci.tag',
  summary: 'Set a tag onto an image by its digest, or move it there.',
  input,
  output,
  needs: ['oci'],
  title: ({ repository, tag: name, digest }) => `Tag ${repository}@${shortDigest(digest)} as ${name}`,
  async observe(
    { repository, tag: reference, digest },
    { clients: { oci }, signal },
    earlier?: { previous: string | null },
  ) {
    const now = await look(oci, { repository, reference }, signal);
    if (now?.digest !== digest) return absent({ previous: now?.digest ?? null });
    return done({ digest, previous: earlier === undefined ? digest : earlier.previous });
  },
  async act(
    { repository, tag: reference, digest, elsewhere },
    { clients: { oci }, signal, key },
    { previous },
  ) {
    if (previous !== null && elsewhere === 'refuse')
      throw fatal(
        'conflict',
        `${repository}:${reference} stands for ${previous} already, and this tag does not move.`,
        'Choose another tag, or see who has set it.',
      );
    const image = await read(oci, { repository, reference: digest }, signal);
    await put(oci, { repository, reference }, image, { key, signal });
    return done({ digest, previous });
  },
  undoTitle: ({ input: { repository, tag: name }, before: { previous } }) =>
    previous === null
      ? `Take the tag ${repository}:${name} away`
      : `Set ${repository}:${name} back onto ${shortDigest(previous)}`,
  async undo({ input: { repository, tag: reference, digest }, before: { previous } }, ctx) {
    const { oci } = ctx.clients;
    const place = { repository, reference };
    const name = `${repository}:${reference}`;
    const now = (await look(oci, place, ctx.signal))?.digest ?? null;
    if (now === previous) return `${name} is as it was before: nothing to put back.`;
    if (now !== digest)
      throw fatal(
        'undo-failed',
        `${name} was set onto ${now ?? 'nothing'} since; before the release it was ${previous ?? 'not there'}.`,
      );
    const write = { key: `${ctx.key}-undo`.slice(-64), signal: ctx.signal };
    if (previous === null) {
      await removeTag(oci, place, write);
      return `Took the tag ${name} away.`;
    }
    await put(oci, place, await read(oci, { repository, reference: previous }, ctx.signal), write);
    return `Set ${name} back onto ${shortDigest(previous)}.`;
  },
});

const shortDigest = (digest: string): string => digest.slice(0, 19);
