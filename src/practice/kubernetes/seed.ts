/** How a practice cluster begins: Applications that were deployed long ago, with their workloads. */
import { plainJson } from '../../runbook/json.ts';
import { liveRevision } from './application.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { settledDeployment } from './deployments.ts';
import { addRevision } from './manifests.ts';
import { keyOf, resourceOfKind, splitKey } from './resources.ts';
import { settledRollout } from './rollout.ts';
import { settledStatefulSet } from './statefulsets.ts';
import type { JsonObject } from './state.ts';
import type { CanaryStep } from './workload.ts';

export interface WorkloadSeed {
  readonly kind: 'Rollout' | 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly image: string;
  /** Default 2. */
  readonly replicas?: number;
  /** A Rollout's canary steps. Default: half the pods, then a pause that waits for a person. */
  readonly steps?: readonly CanaryStep[];
  /** Default 60; of a Rollout, the canary is aborted then. */
  readonly progressDeadlineSeconds?: number;
  /** A Deployment's: `Recreate` has the old pods gone before new ones are made. Default `RollingUpdate`. */
  readonly replaces?: 'RollingUpdate' | 'Recreate';
  /** Annotations of single pods of a StatefulSet, by their names: those made in their place have none. */
  readonly annotatedPods?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface ApplicationSeed {
  readonly name: string;
  /** Where the Application stands. Default `argocd`. */
  readonly namespace?: string;
  readonly project?: string;
  /** What is deployed: a commit's hash, or a name that becomes a tag. */
  readonly revision: string;
  /** Default `HEAD`: the latest of `setDesired`. */
  readonly targetRevision?: string;
  /** `automated`: a new revision is synced without being asked. Default `manual`. */
  readonly sync?: 'automated' | 'manual';
  readonly repository?: string;
  readonly path?: string;
  /** Where its workloads run. */
  readonly destination: string;
  readonly workloads: readonly WorkloadSeed[];
}

export function createApplication(tx: Transaction, seed: ApplicationSeed): void {
  const { name, namespace = 'argocd', destination, workloads } = seed;
  const resource = resourceOfKind('Application');
  const key = keyOf(resource, namespace, name);
  if (tx.get(key) !== undefined) throw new Error(`Application ${namespace}/${name} is there already.`);
  const memory = {
    manifests: {},
    refs: {},
    workloads: workloads.map((w) => createWorkload(tx, name, destination, w)),
    requestKey: null,
    dropped: [],
    tried: null,
  };
  tx.state.applications[key] = memory;
  const images = Object.fromEntries(workloads.map((workload) => [workload.name, workload.image]));
  const revision = addRevision(memory, seed.revision, images);
  const source = {
    repoURL: seed.repository ?? `https://git.example/${name}.git`,
    path: seed.path ?? name,
    targetRevision: seed.targetRevision ?? 'HEAD',
  };
  const at = stamp(Date.now() - 24 * 3_600_000);
  tx.create(resource, namespace, name, {
    spec: {
      project: seed.project ?? 'default',
      source,
      destination: { server: 'https://kubernetes.default.svc', namespace: destination },
      ...(seed.sync === 'automated' ? { syncPolicy: { automated: { prune: true } } } : {}),
    },
    status: {
      history: [
        { id: 0, revision, source, deployedAt: at, deployStartedAt: at, initiatedBy: { username: 'admin' } },
      ],
      health: { status: 'Healthy', lastTransitionTime: at },
      sync: { status: 'Synced', revision },
      operationState: {
        operation: { initiatedBy: { username: 'admin' }, sync: { revision } },
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: at,
        finishedAt: at,
        syncResult: { revision, source },
      },
      reconciledAt: at,
      summary: { images: [...new Set(Object.values(images))].sort() },
    },
  });
  tx.schedule('application.refresh', key, Date.now());
}

/** `application`: of which it is a part; a workload may be nobody's. */
export function createWorkload(
  tx: Transaction,
  application: string | undefined,
  namespace: string,
  seed: WorkloadSeed,
): string {
  const { kind, name, image, replicas = 2, progressDeadlineSeconds = 60 } = seed;
  const resource = resourceOfKind(kind);
  const steps = seed.steps ?? [{ setWeight: 50 }, { pause: {} }];
  const extra = extraSpec(seed, steps);
  tx.create(resource, namespace, name, {
    metadata: application === undefined ? {} : { labels: { 'app.kubernetes.io/instance': application } },
    spec: {
      replicas,
      progressDeadlineSeconds,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } },
      ...extra,
    },
  });
  const key = keyOf(resource, namespace, name);
  settle(tx, key, seed);
  return key;
}

function extraSpec({ kind, name, replaces }: WorkloadSeed, steps: readonly CanaryStep[]): JsonObject {
  switch (kind) {
    case 'Rollout':
      return { progressDeadlineAbort: true, strategy: { canary: { steps: plainJson(steps) } } };
    case 'Deployment':
      return replaces === undefined ? {} : { strategy: { type: replaces } };
    case 'StatefulSet':
      return { serviceName: name, podManagementPolicy: 'OrderedReady' };
  }
}

function settle(tx: Transaction, key: string, { kind, annotatedPods = {} }: WorkloadSeed): void {
  switch (kind) {
    case 'Rollout':
      return settledRollout(tx, key);
    case 'Deployment':
      return settledDeployment(tx, key);
    case 'StatefulSet':
      settledStatefulSet(tx, key);
  }
  for (const [name, annotations] of Object.entries(annotatedPods)) {
    const at = keyOf(resourceOfKind('Pod'), splitKey(key).namespace, name);
    const pod = tx.get(at);
    if (pod !== undefined)
      tx.put(at, { ...pod, metadata: { ...pod.metadata, annotations: { ...annotations } } });
  }
}

/** A new commit on an Application's branch; Argo CD sees it at its next refresh. */
export function setDesired(
  tx: Transaction,
  application: { readonly name: string; readonly namespace?: string },
  revision: string,
  images: Readonly<Record<string, string>>,
): string {
  const key = keyOf(resourceOfKind('Application'), application.namespace ?? 'argocd', application.name);
  const memory = tx.state.applications[key];
  const object = tx.get(key);
  if (memory === undefined || object === undefined)
    throw new Error(`There is no Application ${application.name}.`);
  if (revision === liveRevision(object))
    throw new Error(`${revision} is what ${application.name} runs already.`);
  return addRevision(memory, revision, images);
}
