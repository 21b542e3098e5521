/** The kinds of resources that the practice cluster serves, and how the API server treats each. */

export interface Resource {
  /** Empty: the core API. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  /** Whether the status has an endpoint of its own; without one it is written with the object. */
  readonly status: 'subresource' | 'inline';
  /** Custom resources know no strategic merge patch. */
  readonly origin: 'built-in' | 'custom';
}

export const resources: readonly Resource[] = [
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    plural: 'applications',
    kind: 'Application',
    status: 'inline',
    origin: 'custom',
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    plural: 'rollouts',
    kind: 'Rollout',
    status: 'subresource',
    origin: 'custom',
  },
  {
    group: 'apps',
    version: 'v1',
    plural: 'deployments',
    kind: 'Deployment',
    status: 'subresource',
    origin: 'built-in',
  },
  {
    group: 'apps',
    version: 'v1',
    plural: 'statefulsets',
    kind: 'StatefulSet',
    status: 'subresource',
    origin: 'built-in',
  },
  { group: 'batch', version: 'v1', plural: 'jobs', kind: 'Job', status: 'subresource', origin: 'built-in' },
  { group: '', version: 'v1', plural: 'pods', kind: 'Pod', status: 'subresource', origin: 'built-in' },
  { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', status: 'subresource', origin: 'built-in' },
];

export type Kind = 'Application' | 'Rollout' | 'Deployment' | 'StatefulSet' | 'Job' | 'Pod';

export const findResource = (group: string, version: string, plural: string): Resource | undefined =>
  resources.find((r) => r.group === group && r.version === version && r.plural === plural);

export const resourceOfKind = (kind: Kind): Resource => {
  const resource = resources.find((r) => r.kind === kind);
  if (resource === undefined) throw new Error(`No resource of kind ${kind}.`);
  return resource;
};

export const apiVersionOf = ({ group, version }: Resource): string =>
  group === '' ? version : `${group}/${version}`;

/** `rollouts.argoproj.io`, as error messages name it. */
export const qualified = ({ group, plural }: Resource): string =>
  group === '' ? plural : `${plural}.${group}`;

/** Where an object stands in the state. */
export const keyOf = (resource: Resource, namespace: string, name: string): string =>
  `${qualified(resource)}/${namespace}/${name}`;

export const splitKey = (
  key: string,
): { readonly type: string; readonly namespace: string; readonly name: string } => {
  const [type = '', namespace = '', name = ''] = key.split('/');
  return { type, namespace, name };
};
