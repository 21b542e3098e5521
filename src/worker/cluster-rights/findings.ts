/** Which rights every release by Argo needs in a cluster, and a finding for each that the worker's account lacks. */
import type { DoctorFinding } from '../../activities/calls.ts';
import type { KubernetesClient } from '../../activities/kubernetes/client.ts';
import {
  onApplications,
  onDeployments,
  onPods,
  onRollouts,
  onRolloutStatus,
} from '../../activities/kubernetes/rights.ts';
import type { ClusterNeed } from '../../activities/kubernetes/rights.ts';
import type { Systems } from '../config-systems.ts';
import { lackingOf } from './lacking.ts';
import type { Lacking } from './lacking.ts';

interface Needed {
  readonly in: 'applications' | 'workloads';
  need(at: Pick<ClusterNeed, 'namespace'>): ClusterNeed;
}

/** As the steps of `argocd` and `rollouts` use them; what other steps need is asked when they are planned. */
const needed: readonly Needed[] = [
  { in: 'applications', need: (at) => onApplications(at, 'patch') },
  { in: 'workloads', need: (at) => onRollouts(at, 'patch') },
  { in: 'workloads', need: (at) => onRolloutStatus(at, 'patch') },
  { in: 'workloads', need: (at) => onDeployments(at) },
  { in: 'workloads', need: (at) => onPods(at, 'list') },
];

type Namespaces = NonNullable<Systems['kubernetes']>['namespaces'];

/** One finding where nothing is missing; else one for each resource and place. */
export async function rightsFindings(
  subject: string,
  kubernetes: KubernetesClient,
  namespaces: Namespaces,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const places = needed.flatMap((one) =>
    (namespaces[one.in] ?? [undefined]).map((namespace) => ({ in: one.in, need: one.need({ namespace }) })),
  );
  const found = await Promise.all(
    places.map(async (place) => {
      const lacking = await lackingOf(kubernetes, place.need, signal);
      return lacking === undefined ? [] : [finding(subject, place, lacking)];
    }),
  );
  if (found.flat().length > 0) return found.flat();
  const names = needed
    .map(({ need }) => need({ namespace: undefined }))
    .map(({ resource, verbs }) => `${resource} (${verbs.join(', ')})`)
    .join('; ');
  return [{ subject, ok: true, says: `may do what releases by Argo need: ${names}` }];
}

const finding = (
  subject: string,
  { need: { namespace }, in: which }: { readonly in: Needed['in']; readonly need: ClusterNeed },
  { says, rule }: Lacking,
): DoctorFinding => ({
  subject,
  ok: false,
  says,
  remedy:
    namespace === undefined
      ? `Add to its ClusterRole: ${rule}; or, if it has the right in some namespaces, name these in the system’s namespaces.${which}.`
      : `Add to its Role in ${namespace}: ${rule}.`,
});
