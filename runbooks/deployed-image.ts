/** What a Deployment runs now; and of which commit that is, as its image says. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import { revisionOf } from './registry.ts';

export interface Deployed {
  readonly image: string;
  /** Absent where the image does not tell. */
  readonly commit: string | undefined;
}

const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })).min(1) }),
    }),
  }),
});

interface Where {
  readonly namespace: string;
  readonly deployment: string;
  /** Needed where there are several. */
  readonly container?: string | undefined;
  /** The image’s repository. */
  readonly image: string;
}

export async function deployedImage(
  { namespace, deployment, container, image: repository }: Where,
  facts: Facts<Planning>,
): Promise<Deployed> {
  const object = await facts.clients.kubernetes.get(
    { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespace, name: deployment },
    facts.signal,
  );
  const { containers } = deploymentSchema.parse(object).spec.template.spec;
  const there = containers.map(({ name }) => name).join(', ');
  // The step that changes it would refuse, when others have been done.
  if (container === undefined && containers.length > 1)
    return facts.refuse(
      `${namespace}/${deployment} has several containers: ${there}.`,
      'Say in the vars of the environment which of them is meant.',
    );
  const found = container === undefined ? containers[0] : containers.find(({ name }) => name === container);
  if (found === undefined)
    return facts.refuse(
      `${namespace}/${deployment} has no container ${container ?? 'at all'}.`,
      `It has: ${there || 'none'}. Correct the vars of the environment.`,
    );
  const reference = referenceIn(found.image, repository);
  const commit = reference === undefined ? undefined : await revisionOf(facts, repository, reference);
  return { image: found.image, commit };
}

/** `host/repository:tag` or `host/repository@digest` as what stands for the image in its repository. */
export function referenceIn(image: string, repository: string): string | undefined {
  const [name = '', digest] = image.split('@');
  const colon = name.lastIndexOf(':');
  const [path, tag] =
    colon > name.lastIndexOf('/') ? [name.slice(0, colon), name.slice(colon + 1)] : [name, 'latest'];
  if (path !== repository && !path.endsWith(`/${repository}`)) return undefined;
  return digest ?? tag;
}
