/** An image again under another tag, with other labels: as if it had been built so. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HttpClient } from '../../src/activities/clients.ts';
import { put, read } from '../../src/activities/oci/manifests.ts';

const manifestSchema = z.looseObject({ config: z.looseObject({ digest: z.string(), size: z.number() }) });
const configSchema = z.looseObject({ config: z.looseObject({}) });

export async function relabelled(
  oci: HttpClient,
  { repository, from, to }: { readonly repository: string; readonly from: string; readonly to: string },
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const { signal } = new AbortController();
  const content = await read(oci, { repository, reference: from }, signal);
  const manifest = manifestSchema.parse(JSON.parse(content.text));
  const blob = await oci.fetch(`/v2/${repository}/blobs/${manifest.config.digest}`);
  const config = configSchema.parse(await blob.json());
  const body = Buffer.from(JSON.stringify({ ...config, config: { ...config.config, Labels: labels } }));
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const begun = await oci.fetch(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', oci.baseUrl);
  place.searchParams.set('digest', digest);
  const sent = await oci.fetch(`${place.pathname}${place.search}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  if (!sent.ok) throw new Error(`The registry refused the labels: ${sent.status}.`);
  const text = JSON.stringify({ ...manifest, config: { ...manifest.config, digest, size: body.length } });
  await put(oci, { repository, reference: to }, { ...content, text }, { key: 'relabelled', signal });
}
