/** The version's images as the registry has them while the release is planned. */
import type { Facts, Planning } from 'slipway';
import type { Settings } from './settings.ts';

export interface ImageDigests {
  readonly backend?: string;
  readonly agent?: string;
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** In production they must be there, and stay the same until the end: what was tested on stage is what gets deployed. */
export async function imageDigests(
  { backendImage, agentImage }: Settings,
  tag: string,
  facts: Facts<Planning>,
): Promise<ImageDigests> {
  if (facts.environment.name !== 'prod') return {};
  const [backend, agent] = await Promise.all([
    digestOf(backendImage, tag, facts),
    digestOf(agentImage, tag, facts),
  ]);
  facts.record('images', {
    title: 'Images',
    value: { backend, agent },
    evidence: [`${backendImage}:${tag} is ${backend}`, `${agentImage}:${tag} is ${agent}`],
  });
  return { backend, agent };
}

async function digestOf(
  repository: string,
  tag: string,
  { clients, signal, refuse }: Facts<Planning>,
): Promise<string> {
  const response = await clients.oci.fetch(`/v2/${repository}/manifests/${encodeURIComponent(tag)}`, {
    method: 'HEAD',
    signal,
    headers: { accept: manifestTypes },
  });
  const digest = response.headers.get('docker-content-digest');
  if (response.ok && digest !== null) return digest;
  return refuse(
    response.status === 404
      ? `There is no image ${repository}:${tag}.`
      : `The registry at ${clients.oci.baseUrl} does not tell what ${repository}:${tag} is (${response.status}).`,
    'Release the version to stage first: that builds its images. Or see what the registry is missing.',
  );
}
