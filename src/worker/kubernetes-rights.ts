/** Which rights the steps need in a cluster, and a finding for each that the worker's account lacks. */
import type { DoctorFinding } from '../activities/calls.ts';
import type { ClusterRight, KubernetesClient } from '../activities/kubernetes/client.ts';
import type { Systems } from './config-systems.ts';

interface Needed {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verbs: readonly string[];
  readonly in: 'applications' | 'workloads';
}

const argo = 'argoproj.io';
const seeing = ['get', 'list', 'watch'];

/** As the steps of `argocd` and `rollouts` use them. */
const needed: readonly Needed[] = [
  { group: argo, resource: 'applications', verbs: [...seeing, 'patch'], in: 'applications' },
  { group: argo, resource: 'rollouts', verbs: [...seeing, 'patch'], in: 'workloads' },
  { group: argo, resource: 'rollouts', subresource: 'status', verbs: ['patch'], in: 'workloads' },
  { group: 'apps', resource: 'deployments', verbs: seeing, in: 'workloads' },
  { group: '', resource: 'pods', verbs: ['list'], in: 'workloads' },
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
    (namespaces[one.in] ?? [undefined]).map((namespace) => ({ ...one, namespace })),
  );
  const lacks = await Promise.all(
    places.map(async (place) => ({ place, verbs: await missing(kubernetes, place, signal) })),
  );
  const found = lacks.filter(({ verbs }) => verbs.length > 0);
  if (found.length > 0) return found.map(({ place, verbs }) => finding(subject, place, verbs));
  const names = needed.map((one) => `${nameOf(one)} (${one.verbs.join(', ')})`).join('; ');
  return [{ subject, ok: true, says: `may do what the steps need: ${names}` }];
}

type Place = Needed & { readonly namespace: string | undefined };

async function missing(
  kubernetes: KubernetesClient,
  { group, resource, subresource, namespace, verbs }: Place,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const allowed = await Promise.all(
    verbs.map((verb) => {
      const right: ClusterRight = {
        verb,
        group,
        resource,
        ...(subresource === undefined ? {} : { subresource }),
        ...(namespace === undefined ? {} : { namespace }),
      };
      return kubernetes.may(right, signal);
    }),
  );
  return verbs.filter((_, index) => allowed[index] === false);
}

function finding(subject: string, place: Place, verbs: readonly string[]): DoctorFinding {
  const { group, namespace } = place;
  const rule = `apiGroups: ["${group}"], resources: ["${nameOf(place)}"], verbs: [${verbs.map((verb) => `"${verb}"`).join(', ')}]`;
  const where = namespace === undefined ? 'in all namespaces' : `in the namespace ${namespace}`;
  return {
    subject,
    ok: false,
    says: `the worker’s account may not ${verbs.join(', ')} ${nameOf(place)} ${where}`,
    remedy:
      namespace === undefined
        ? `Add to its ClusterRole: { ${rule} }; or, if it has the right in some namespaces, name these in the system’s namespaces.${place.in}.`
        : `Add to its Role in ${namespace}: { ${rule} }.`,
  };
}

const nameOf = ({ resource, subresource }: Needed): string =>
  subresource === undefined ? resource : `${resource}/${subresource}`;
