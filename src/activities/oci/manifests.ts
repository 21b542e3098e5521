/** Manifests and tags of a registry: looked at, set, and taken away. */
import { z } from 'zod';
import type { HttpClient } from '../clients.ts';
import { fatal, retryLater } from '../errors.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';
import { parseJson } from '../../runbook/json.ts';

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const acceptedTypes = [
  ...indexTypes,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const headerSchema = z.string().regex(/^[a-z0-9]+([+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/);

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
}

/** A place in a registry: `reference` is a tag or a digest. */
export interface ManifestPlace {
  readonly repository: string;
  readonly reference: string;
}

export const placeName = ({ repository, reference }: ManifestPlace): string =>
  `${repository}${reference.includes(':') ? '@' : ':'}${reference}`;

const pathOf = ({ repository, reference }: ManifestPlace): string =>
  `/v2/${repository}/manifests/${encodeURIComponent(reference)}`;

/** What stands there; undefined if nothing does. */
export async function look(
  oci: HttpClient,
  place: ManifestPlace,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const head = await ask(oci, place, 'HEAD', signal);
  if (head.status === 404) return undefined;
  const named = headerSchema.safeParse(head.headers.get('docker-content-digest'));
  if (named.success) return { digest: named.data, mediaType: mediaTypeOf(head) };
  // The header is optional in the specification; the digest of the bytes is the same thing.
  const whole = await ask(oci, place, 'GET', signal);
  if (whole.status === 404) return undefined;
  return { digest: await sha256(await whole.arrayBuffer()), mediaType: mediaTypeOf(whole) };
}

const ask = (
  oci: HttpClient,
  place: ManifestPlace,
  method: 'HEAD' | 'GET',
  signal: AbortSignal,
): Promise<Response> =>
  request(
    `look for ${placeName(place)} in ${oci.baseUrl}`,
    signal,
    () => oci.fetch(pathOf(place), { method, signal, headers: { accept: acceptedTypes } }),
    [404],
  );

export interface ManifestContent {
  readonly mediaType: string;
  readonly text: string;
}

export async function read(
  oci: HttpClient,
  place: ManifestPlace,
  signal: AbortSignal,
): Promise<ManifestContent> {
  const whole = await ask(oci, place, 'GET', signal);
  if (whole.status === 404) throw fatal('not-found', `${oci.baseUrl} has no ${placeName(place)}.`);
  return { mediaType: mediaTypeOf(whole), text: await whole.text() };
}

interface Write {
  readonly key: string;
  readonly signal: AbortSignal;
}

export async function put(
  oci: HttpClient,
  place: ManifestPlace,
  { mediaType, text }: ManifestContent,
  { key, signal }: Write,
): Promise<void> {
  await request(`set ${placeName(place)} in ${oci.baseUrl}`, signal, () =>
    oci.fetch(pathOf(place), {
      method: 'PUT',
      signal,
      headers: { 'content-type': mediaType, 'idempotency-key': key },
      body: text,
    }),
  );
}

/** Answers with which a registry says that it can't delete by tag. */
const notByTag = [400, 404, 405, 501];

/**
 * Takes a tag away and leaves what it stood for. Where a registry deletes by digest alone, which would take all tags of the image,
 * the tag is first set onto a manifest that nothing else stands for.
 */
export async function removeTag(
  oci: HttpClient,
  place: { readonly repository: string; readonly reference: string },
  write: Write,
): Promise<void> {
  const name = placeName(place);
  const remove = (reference: string, expected: readonly number[]) =>
    request(
      `take ${name} from ${oci.baseUrl}`,
      write.signal,
      () =>
        oci.fetch(pathOf({ ...place, reference }), {
          method: 'DELETE',
          signal: write.signal,
          headers: { 'idempotency-key': write.key },
        }),
      expected,
    );
  const byTag = await remove(place.reference, notByTag);
  if (byTag.ok && (await look(oci, place, write.signal)) === undefined) return;
  const content = await read(oci, place, write.signal);
  await put(oci, place, marked(content, write.key), write);
  const marker = await look(oci, place, write.signal);
  if (marker === undefined) return;
  const byDigest = await remove(marker.digest, [405, 501]);
  if (byDigest.ok && (await look(oci, place, write.signal)) === undefined) return;
  await put(oci, place, content, { ...write, key: `${write.key.slice(0, 59)}-back` });
  throw fatal(
    'undo-failed',
    `${oci.baseUrl} deletes nothing (${byDigest.status}), so ${name} stays as it was.`,
    'Let the registry delete (for the distribution registry: storage.delete.enabled), or take the tag away by hand; then retry, or skip the undo.',
  );
}

/** The same image with a note in it: another digest, to which no other tag leads. */
function marked({ mediaType, text }: ManifestContent, key: string): ManifestContent {
  const manifest = z
    .looseObject({ annotations: z.record(z.string(), z.string()).optional() })
    .parse(JSON.parse(text));
  return {
    mediaType,
    text: JSON.stringify({ ...manifest, annotations: { ...manifest.annotations, 'slipway.removes': key } }),
  };
}

const descriptorSchema = z.object({ digest: z.string() });
const manifestSchema = z.union([
  z.object({ config: descriptorSchema }),
  z.object({
    manifests: z
      .array(
        descriptorSchema.extend({
          platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
        }),
      )
      .min(1),
  }),
]);
const list = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? []);
const configSchema = z.object({
  config: z
    .object({
      Labels: z
        .record(z.string(), z.string())
        .nullish()
        .transform((labels) => labels ?? {}),
      Entrypoint: list,
      Cmd: list,
    })
    .prefault({}),
});

export interface ImageConfig {
  readonly labels: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

/** An index may list indexes; one that leads back to itself is followed no further. */
const mostNested = 3;

/** What an image says of itself; of several platforms, what its first one says. */
export async function configOf(
  oci: HttpClient,
  place: ManifestPlace,
  signal: AbortSignal,
  nested = 0,
): Promise<ImageConfig> {
  const { text } = await read(oci, place, signal);
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw retryLater('unavailable', `What ${oci.baseUrl} gives for ${placeName(place)} is no manifest.`);
  if ('manifests' in parsed.data) {
    if (nested === mostNested)
      throw fatal(
        'refused',
        `In ${oci.baseUrl}, ${placeName(place)} lists indexes within indexes, and no image.`,
      );
    const [first] = parsed.data.manifests;
    return configOf(
      oci,
      { repository: place.repository, reference: first?.digest ?? '' },
      signal,
      nested + 1,
    );
  }
  const { digest } = parsed.data.config;
  const doing = `read the configuration of ${placeName(place)} from ${oci.baseUrl}`;
  const response = await request(doing, signal, () =>
    oci.fetch(`/v2/${place.repository}/blobs/${encodeURIComponent(digest)}`, { signal }),
  );
  const { config } = await answerOf(doing, signal, response, configSchema);
  return { labels: config.Labels, entrypoint: config.Entrypoint, command: config.Cmd };
}

const mediaTypeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';')[0] ?? '';

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256:${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
