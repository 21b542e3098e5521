/** `oci.awaitImage`: waits until a registry has a tag, and pins what it stands for by its digest. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { look } from './manifests.ts';
import { imageRepositorySchema, imageTagSchema } from './names.ts';

const input = z.strictObject({
  repository: imageRepositorySchema.describe('The repository, without the registry’s host: `mozilla/balrog`'),
  tag: imageTagSchema.describe('The tag to wait for: `v3.111`'),
  digest: z
    .string()
    .regex(/^[a-z0-9]+:[A-Za-z0-9=_-]+$/, 'must be a digest, such as sha256:…')
    .optional()
    .describe('What the tag must stand for; an image of the same tag and another digest is refused'),
  withinSeconds: z.number().min(0).max(86_400).default(1800).describe('Seconds until the wait is given up'),
  everySeconds: z.number().min(0.05).max(300).default(5).describe('Seconds between two looks'),
});

const output = z.strictObject({
  reference: z.string().describe('Tag and digest together: `mozilla/balrog:v3.111@sha256:…`'),
  digest: z.string().describe('What the tag stood for when it was seen: `sha256:…`'),
  mediaType: z.string().describe('Media type of the manifest, an image’s or an index’s'),
});

/** When the wait began: kept in the heartbeat, so that it does not begin anew on another worker. */
const progressSchema = z.object({ since: z.number() });

export const awaitImage = defineStep({
  kind: 'oci.awaitImage',
  summary: 'Wait until a registry has an image, and take its digest.',
  input,
  output,
  needs: ['oci'],
  title: ({ repository, tag }) => `Wait for the image ${repository}:${tag}`,
  options: { settleTimeout: 24 * 3_600_000 },
  async settle(_, ctx, { repository, tag, digest, withinSeconds, everySeconds }) {
    const { since } = progressSchema.safeParse(ctx.resumed).data ?? { since: ctx.now() };
    for (;;) {
      const seen = await look(ctx.clients.oci, { repository, reference: tag }, ctx.signal);
      if (seen !== undefined && digest !== undefined && seen.digest !== digest) {
        throw fatal(
          'conflict',
          `${repository}:${tag} stands for ${seen.digest} now, not for ${digest}: somebody pushed it again.`,
        );
      }
      if (seen !== undefined) return { reference: `${repository}:${tag}@${seen.digest}`, ...seen };
      if (ctx.now() - since >= withinSeconds * 1000) {
        throw fatal(
          'timed-out',
          `${repository}:${tag} is not in ${ctx.clients.oci.baseUrl} after ${withinSeconds} s.`,
        );
      }
      ctx.heartbeat({ since });
      await ctx.sleep(everySeconds * 1000);
    }
  },
});
