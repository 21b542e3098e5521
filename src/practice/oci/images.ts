/** What the registry holds: content by digest, tags by repository. Images are made from nothing but their names. */
import { createHash } from 'node:crypto';

export interface Content {
  readonly mediaType: string;
  readonly body: string;
}

export interface Repository {
  /** Needs a credential to be pulled. */
  readonly private: boolean;
  readonly tags: Record<string, string>;
  readonly manifests: Record<string, Content>;
  readonly blobs: Record<string, Content>;
}

export interface RegistryState {
  readonly repositories: Record<string, Repository>;
}

export const digestOf = (body: string): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** An image keeps its digest wherever it is copied to: only the last part of its repository's name counts. */
export const imageOf = (
  repository: string,
  source: string,
  labels: Readonly<Record<string, string>> = {},
): { manifest: Content; config: Content } =>
  makeImage(`${repository.split('/').at(-1) ?? ''} ${source}`, labels);

/** A small but well-formed image; the same `source` gives the same digests. */
function makeImage(
  source: string,
  labels: Readonly<Record<string, string>>,
): { manifest: Content; config: Content } {
  const layer = `layer of ${source}`;
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { 'org.opencontainers.image.version': source, ...labels } },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: types.layer, digest: digestOf(layer), size: layer.length }],
  });
  return {
    manifest: { mediaType: types.manifest, body: manifest },
    config: { mediaType: types.config, body: config },
  };
}
