/** Paths of the Kubernetes API. */
import type { CollectionRef } from '../activities/kubernetes/client.ts';

/** `argoproj.io/v1alpha1` in its parts; the core API, `v1`, has no group. */
export function groupAndVersion(apiVersion: string): {
  readonly group: string | undefined;
  readonly version: string;
} {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? { group: undefined, version: first } : { group: first, version: second };
}

export function resourcePath({ apiVersion, namespace, plural }: CollectionRef): string {
  const { group, version } = groupAndVersion(apiVersion);
  const api = group === undefined ? ['api', version] : ['apis', group, version];
  return `/${[...api, 'namespaces', namespace, plural].map(encodeURIComponent).join('/')}`;
}
