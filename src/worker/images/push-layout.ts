/** Uploads an image from a folder in the layout of the OCI: content first, then the manifests, the tag last. */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { HttpClient } from '../../activities/clients.ts';
import { fatal, retryLater } from '../../activities/errors.ts';
import { request } from '../../activities/http/errors.ts';

const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});
type Descriptor = z.output<typeof descriptorSchema>;
const manifestSchema = z.object({
  mediaType: z.string().optional(),
  manifests: z.array(descriptorSchema).optional(),
  config: descriptorSchema.optional(),
  layers: z.array(descriptorSchema).optional(),
});

export interface Destination {
  readonly repository: string;
  readonly tag: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/** The digest of what the tag stands for then. */
export async function pushLayout(oci: HttpClient, layout: string, to: Destination): Promise<string> {
  const index = manifestSchema.parse(JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')));
  const [image, ...others] = index.manifests ?? [];
  if (image === undefined || others.length > 0)
    throw fatal('internal', `The build left ${index.manifests?.length ?? 0} images in its folder, not one.`);
  await pushManifest(oci, layout, image, to, to.tag);
  return image.digest;
}

async function pushManifest(
  oci: HttpClient,
  layout: string,
  { digest, mediaType }: Descriptor,
  to: Destination,
  reference: string,
): Promise<void> {
  const text = await readFile(blobFile(layout, digest), 'utf8');
  const { manifests = [], config, layers = [] } = manifestSchema.parse(JSON.parse(text));
  for (const child of manifests) await pushManifest(oci, layout, child, to, child.digest);
  for (const blob of [...layers, ...(config === undefined ? [] : [config])])
    await pushBlob(oci, layout, blob.digest, to);
  const doing = `push ${to.repository}:${to.tag} to ${oci.baseUrl}`;
  await request(doing, to.signal, () =>
    oci.fetch(`/v2/${to.repository}/manifests/${encodeURIComponent(reference)}`, {
      method: 'PUT',
      signal: to.signal,
      headers: { 'content-type': mediaType, 'idempotency-key': to.key },
      body: text,
    }),
  );
}

async function pushBlob(
  oci: HttpClient,
  layout: string,
  digest: string,
  { repository, signal }: Destination,
): Promise<void> {
  const doing = `push ${digest} of ${repository} to ${oci.baseUrl}`;
  const there = await request(
    doing,
    signal,
    () => oci.fetch(`/v2/${repository}/blobs/${digest}`, { method: 'HEAD', signal }),
    [404],
  );
  if (there.ok) return;
  const begun = await request(doing, signal, () =>
    oci.fetch(`/v2/${repository}/blobs/uploads/`, { method: 'POST', signal }),
  );
  const path = uploadPath(oci.baseUrl, begun.headers.get('location'), digest);
  if (path === undefined)
    throw retryLater('unavailable', `Could not ${doing}: it names no place to upload to.`);
  const body = await openAsBlob(blobFile(layout, digest));
  await request(doing, signal, () =>
    oci.fetch(path, { method: 'PUT', signal, headers: { 'content-type': 'application/octet-stream' }, body }),
  );
}

const blobFile = (layout: string, digest: string): string => join(layout, 'blobs', ...digest.split(':'));

/** A registry may name the place in whole or from its root on; one on another host is not trusted with a credential. */
export function uploadPath(baseUrl: string, location: string | null, digest: string): string | undefined {
  if (location === null || !URL.canParse(location, `${baseUrl}/`)) return undefined;
  const base = new URL(`${baseUrl}/`);
  const target = new URL(location, base);
  if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) return undefined;
  target.searchParams.set('digest', digest);
  return `/${target.pathname.slice(base.pathname.length)}${target.search}`;
}
