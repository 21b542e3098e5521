/** What the steps need the worker's account to be allowed in a cluster, in the words of Kubernetes' RBAC. Pure. */

export type ClusterNeed = {
  /** Empty: the core API. */
  readonly group: string;
  /** `rollouts`, and `rollouts/status` of a subresource. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Undefined: all of them. */
  readonly namespace: string | undefined;
};

type In = Pick<ClusterNeed, 'namespace'>;

const may =
  (group: string, resource: string, ...always: readonly string[]) =>
  ({ namespace }: In, ...verbs: readonly string[]): ClusterNeed => ({
    group,
    resource,
    verbs: [...always, ...verbs],
    namespace,
  });

/** A wait lists, then watches; a look gets. */
const seen = ['get', 'list', 'watch'] as const;

export const onApplications = may('argoproj.io', 'applications', ...seen);
export const onDeployments = may('apps', 'deployments', ...seen);
export const onJobs = may('batch', 'jobs', ...seen);
export const onPods = may('', 'pods');
export const onRollouts = may('argoproj.io', 'rollouts', ...seen);
export const onRolloutStatus = may('argoproj.io', 'rollouts/status');
export const onSecrets = may('', 'secrets');

/** Where pods don't come up, their words say why. */
export const podsWords = (at: In): readonly ClusterNeed[] => [
  onPods(at, 'list'),
  may('', 'pods/log')(at, 'get'),
];

/** A websocket is asked for by GET; newer API servers (from 1.35) want the right to create besides. */
export const runsInPods = (at: In): ClusterNeed => may('', 'pods/exec')(at, 'get', 'create');

/** Brings in, promotes and aborts a canary. */
export const ordersRollouts = (at: In): readonly ClusterNeed[] => [
  onRollouts(at, 'patch'),
  onRolloutStatus(at, 'patch'),
  onPods(at, 'list'),
];

/** Gives a Deployment another template, and sees its pods come up. */
export const changesDeployments = (at: In): readonly ClusterNeed[] => [
  onDeployments(at, 'patch'),
  ...podsWords(at),
];
