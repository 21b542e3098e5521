/** What the registry tells while a release is planned: which image a tag stands for, and what an image was built from. */
import { retryLater, z } from 'slipway';
import type { Facts, Planning } from 'slipway';

type Asking = Pick<Facts<Planning>, 'clients' | 'signal' | 'refuse'>;

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** The image that a tag stands for; undefined if there is no such tag. */
export async function digestOf(facts: Asking, image: string, tag: string): Promise<string | undefined> {
  const response = await ask(facts, `/v2/${image}/manifests/${encodeURIComponent(tag)}`);
  if (response === undefined) return undefined;
  const digest = response.headers.get('docker-content-digest');
  if (digest === null) return facts.refuse(`The registry does not tell the digest of ${image}:${tag}.`);
  return digest;
}

const manifestSchema = z.union([
  z.object({ config: z.object({ digest: z.string() }) }),
  z.object({ manifests: z.array(z.object({ digest: z.string() })).min(1) }),
]);
const configSchema = z.object({
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).optional(),
});

/** What an image says it was built from: `org.opencontainers.image.…`; absent where it does not tell. */
export interface Origin {
  readonly revision?: string | undefined;
  readonly source?: string | undefined;
}

/** An index may list indexes; one that leads back to itself tells nothing. */
const mostNested = 3;

/** As its labels say; nothing where it has none, or is gone. */
export async function originOf(facts: Asking, image: string, reference: string, nested = 0): Promise<Origin> {
  const manifest = manifestSchema.safeParse(
    await json(facts, `/v2/${image}/manifests/${encodeURIComponent(reference)}`),
  );
  if (!manifest.success) return {};
  if ('manifests' in manifest.data)
    return nested === mostNested
      ? {}
      : originOf(facts, image, manifest.data.manifests[0]?.digest ?? '', nested + 1);
  const config = configSchema.safeParse(
    await json(facts, `/v2/${image}/blobs/${encodeURIComponent(manifest.data.config.digest)}`),
  );
  const labels = config.success ? config.data.config?.Labels : undefined;
  return {
    revision: labels?.['org.opencontainers.image.revision'],
    source: labels?.['org.opencontainers.image.source'],
  };
}

export const revisionOf = async (
  facts: Asking,
  image: string,
  reference: string,
): Promise<string | undefined> => (await originOf(facts, image, reference)).revision;

async function json(facts: Asking, path: string): Promise<unknown> {
  const response = await ask(facts, path);
  return response === undefined ? undefined : response.json().catch(() => undefined);
}

async function ask(
  { clients: { oci }, signal, refuse }: Asking,
  path: string,
): Promise<Response | undefined> {
  const response = await oci.fetch(path, { signal, headers: { accept: manifestTypes } });
  if (response.ok) return response;
  const { status } = response;
  if (status === 404) return undefined;
  const says = `The registry at ${oci.baseUrl} answers ${path} with ${status}.`;
  if (status === 429 || status >= 500) throw retryLater('unavailable', says);
  return refuse(says, 'See whether the worker’s credential for the registry is right.');
}
