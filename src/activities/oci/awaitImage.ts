/** `oci.awaitImage`: waits until a registry has a tag, and pins what it stands for by its digest. Reads only. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { request } from '../http/errors.ts';

const input = z.strictObject({
  repository: z
    .string()
    .max(255)
    .regex(
      /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
      'must be a repository name without a host, such as mozilla/balrog',
    )
    .describe('The repository, without the registry’s host: `mozilla/balrog`'),
  tag: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'must be a tag, such as v3.111')
    .describe('The tag to wait for: `v3.111`'),
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

const acceptedTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const digestSchema = z.string().regex(/^[a-z0-9]+([+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/);
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
      const seen = await look(ctx.clients.oci, repository, tag, ctx.signal);
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

interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
}

async function look(
  oci: HttpClient,
  repository: string,
  tag: string,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const ask = (method: 'HEAD' | 'GET') =>
    request(
      `look for ${repository}:${tag} in ${oci.baseUrl}`,
      signal,
      () =>
        oci.fetch(`/v2/${repository}/manifests/${encodeURIComponent(tag)}`, {
          method,
          signal,
          headers: { accept: acceptedTypes },
        }),
      [404],
    );
  const head = await ask('HEAD');
  if (head.status === 404) return undefined;
  const named = digestSchema.safeParse(head.headers.get('docker-content-digest'));
  if (named.success) return { digest: named.data, mediaType: mediaTypeOf(head) };
  // The header is optional in the specification; the digest of the bytes is the same thing.
  const whole = await ask('GET');
  if (whole.status === 404) return undefined;
  return { digest: await sha256(await whole.arrayBuffer()), mediaType: mediaTypeOf(whole) };
}

const mediaTypeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';')[0] ?? '';

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256:${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
