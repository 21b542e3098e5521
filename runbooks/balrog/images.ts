/** The version's images as the registry has them while the release is planned. */
import { retryLater } from 'slipway';
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

/** They must be there, and stay the same until the end. */
export async function imageDigests(
  { backendImage, agentImage }: Settings,
  tag: string,
  facts: Facts<Planning>,
): Promise<ImageDigests> {
  const [backend, agent] = await Promise.all([
    digestOf(backendImage, tag, facts),
    digestOf(agentImage, tag, facts),
  ]);
  facts.record('images', {
    title: 'Images, as they must stay until the end',
    value: tag,
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
  const { status } = response;
  const says = `The registry at ${clients.oci.baseUrl} does not tell what ${repository}:${tag} is (${status}).`;
  if (status === 429 || status >= 500) throw retryLater('unavailable', says, retryAfterMs(response));
  return refuse(
    status === 404 ? `There is no image ${repository}:${tag}.` : says,
    'Release the version to stage first: that builds its images. Or see what the registry is missing.',
  );
}

function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
