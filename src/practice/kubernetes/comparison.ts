/** What Argo CD sees of an Application's workloads: whether they are as in git, their health, their images. */
import { z } from 'zod';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { healthOf, worst } from './health.ts';
import { splitKey } from './resources.ts';
import type { ApplicationMemory, JsonObject, Stored } from './state.ts';
import { workloadSpec } from './workload.ts';

/** Health and images as the workloads are now. */
export function condition(tx: Transaction, memory: ApplicationMemory, object: Stored): JsonObject {
  const workloads = memory.workloads.map((key) => tx.get(key));
  const health = worst(workloads.map(healthOf));
  const before = z
    .object({ status: z.string(), lastTransitionTime: z.string() })
    .safeParse(object.status?.['health']);
  const since =
    before.success && before.data.status === health ? before.data.lastTransitionTime : stamp(Date.now());
  const images = Object.values(tx.state.objects)
    .filter((pod) => pod.kind === 'Pod' && memory.workloads.some((key) => ownsPod(key, pod)))
    .map((pod) => workloadImage(pod));
  return {
    health: { status: health, lastTransitionTime: since },
    summary: { images: [...new Set(images)].sort() },
  };
}

function ownsPod(workload: string, { metadata }: Stored): boolean {
  const { namespace, name } = splitKey(workload);
  return metadata.namespace === namespace && metadata.labels?.['app'] === name;
}

const podSchema = z.looseObject({ containers: z.array(z.looseObject({ image: z.string() })).min(1) });
const workloadImage = ({ spec }: Stored): string => podSchema.parse(spec).containers[0]?.image ?? '';

export function comparison(
  tx: Transaction,
  key: string,
  images: Record<string, string> | undefined,
): JsonObject {
  const { type, namespace, name } = splitKey(key);
  const object = tx.get(key);
  const [, ...group] = type.split('.');
  const wanted = images?.[name];
  const same = object !== undefined && wanted !== undefined && workloadSpec(object.spec).image === wanted;
  return {
    group: group.join('.'),
    version: object?.apiVersion.split('/').at(-1) ?? '',
    kind: object?.kind ?? '',
    namespace,
    name,
    status: same ? 'Synced' : 'OutOfSync',
  };
}
