/** What an environment runs now, as Argo CD shows it. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import { versionOfTag } from './versions.ts';

export interface DeployedService {
  readonly application: string;
  /** The image as it stands in the manifests, without its tag. */
  readonly image: string;
  /** Absent where the tag is none of Balrog's. */
  readonly version?: string;
  /** All tags that run: more than one while a roll-out is under way. */
  readonly tags: readonly string[];
  /** Argo CD syncs it by itself: nobody decides when. */
  readonly automated: boolean;
}

const applicationSchema = z.object({
  spec: z.object({ syncPolicy: z.object({ automated: z.unknown() }).partial().optional() }),
  status: z
    .object({ summary: z.object({ images: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
});

export async function deployedService(
  facts: Facts<Planning>,
  { namespace, application, image }: { namespace: string; application: string; image: string },
): Promise<DeployedService> {
  const object = await facts.clients.kubernetes.get(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      plural: 'applications',
      namespace,
      name: application,
    },
    facts.signal,
  );
  const { spec, status } = applicationSchema.parse(object);
  const wanted = lastPart(image);
  const found = status.summary.images.map(splitImage).filter(({ name }) => lastPart(name) === wanted);
  const tags = [...new Set(found.map(({ tag }) => tag))];
  const version = tags.length === 1 ? versionOfTag(tags[0] ?? '') : undefined;
  return {
    application,
    image: found[0]?.name ?? image,
    ...(version === undefined ? {} : { version }),
    tags,
    automated: spec.syncPolicy?.automated !== undefined,
  };
}

/** `registry:5000/mozilla/balrog:v3.110@sha256:…` as its name and its tag. */
export function splitImage(image: string): { readonly name: string; readonly tag: string } {
  const [reference = ''] = image.split('@');
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/')
    ? { name: reference.slice(0, colon), tag: reference.slice(colon + 1) }
    : { name: reference, tag: '' };
}

const lastPart = (name: string): string => name.split('/').at(-1) ?? '';
