/** A ResourceQuota on the number of pods: what the API server says when a namespace has its fill. */
import type { ClusterState } from './state.ts';
import type { WorkloadSpec } from './workload.ts';

/** Undefined: one more may come. */
export function podQuotaRefusal(
  { podQuota, objects }: ClusterState,
  namespace: string,
  { hash }: Pick<WorkloadSpec, 'hash'>,
): string | undefined {
  const most = podQuota[namespace];
  const used = Object.values(objects).filter(
    ({ kind, metadata }) => kind === 'Pod' && metadata.namespace === namespace,
  ).length;
  if (most === undefined || used < most) return undefined;
  return `pods "${hash}" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=${used}, limited: pods=${most}`;
}
