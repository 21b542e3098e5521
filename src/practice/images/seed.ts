/** An image that was pushed long ago: small, real, and the same in every world. */
import { createHash } from 'node:crypto';
import { tarOf } from './tar.ts';

export interface ImageSeed {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Executables by path. */
  readonly files?: Readonly<Record<string, Buffer>>;
  /** What it runs. */
  readonly command?: readonly string[];
}

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

const sha = (content: string | Buffer): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

interface Made {
  readonly manifest: string;
  readonly blobs: readonly Buffer[];
}

function make({ labels, files = {}, command = [] }: ImageSeed): Made {
  const layer = tarOf(files);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Labels: labels, Cmd: command },
      rootfs: { type: 'layers', diff_ids: [sha(layer)] },
      // Builders count layers by it.
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'practice' }],
    }),
  );
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: sha(config), size: config.length },
    layers: [{ mediaType: types.layer, digest: sha(layer), size: layer.length }],
  });
  return { manifest, blobs: [layer, config] };
}

export const seedDigest = (seed: ImageSeed): string => sha(make(seed).manifest);

/** Tags that are there already stay where they are. */
export async function pushSeed(
  url: string,
  seed: ImageSeed,
  there: Readonly<Record<string, string>>,
): Promise<void> {
  const { repository, tags } = seed;
  if (Object.keys(there).length > 0) return;
  const { manifest, blobs } = make(seed);
  const send = async (
    path: string,
    method: string,
    type: string,
    body: Buffer | string,
  ): Promise<Response> => {
    const response = await fetch(new URL(path, url), { method, body, headers: { 'content-type': type } });
    if (!response.ok)
      throw new Error(`The seed of ${repository} was refused: ${response.status} ${await response.text()}`);
    return response;
  };
  for (const blob of blobs) {
    const begun = await send(`/v2/${repository}/blobs/uploads/`, 'POST', 'application/octet-stream', '');
    const place = new URL(begun.headers.get('location') ?? '', url);
    place.searchParams.set('digest', sha(blob));
    await send(place.href, 'PUT', 'application/octet-stream', blob);
  }
  for (const tag of tags) await send(`/v2/${repository}/manifests/${tag}`, 'PUT', types.manifest, manifest);
}
