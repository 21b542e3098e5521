/** The durable state of the practice cluster. */
import type { Json } from '../../runbook/json.ts';

export type JsonObject = { [key: string]: Json };

export interface Metadata {
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  generation: number;
  creationTimestamp: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  /** It has been told to go, and is ending. */
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
}

export interface Stored {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: JsonObject;
  status?: JsonObject;
  operation?: JsonObject;
  /** A Secret's: base64 by key, and what kind of Secret it is. */
  data?: JsonObject;
  type?: string;
}

/** `worst`: every awkward behaviour of the real controllers happens each time, in real time whatever the pace. */
export type Behaviour = 'calm' | 'worst';

/** Work that a controller has set itself for a time. */
export interface Job {
  at: number;
  run: JobName;
  key: string;
}

export type JobName =
  | 'rollout.reconcile'
  | 'rollout.advance'
  | 'rollout.deadline'
  | 'deployment.reconcile'
  | 'deployment.available'
  | 'deployment.deadline'
  | 'deployment.recreate'
  | 'deployment.pods'
  | 'statefulset.reconcile'
  | 'statefulset.ready'
  | 'job.start'
  | 'job.finish'
  | 'pod.gone'
  | 'application.refresh'
  | 'application.operate'
  | 'application.finish'
  | 'application.succeed'
  | 'application.health';

/** What the rollouts controller remembers beside the object. */
export interface RolloutMemory {
  revision: number;
  images: Record<string, string>;
  mode: 'idle' | 'scaling' | 'paused' | 'resumed' | 'finishing' | 'aborted' | 'stuck';
  pausedAt: number;
  /** Idempotency key of the request that set the last action. */
  requestKey: string | null;
}

export interface ApplicationMemory {
  /** What 'git' has: images by workload, by commit. */
  manifests: Record<string, Record<string, string>>;
  /** Branches and tags. */
  refs: Record<string, string>;
  /** Rollouts and Deployments that the Application owns. */
  workloads: string[];
  requestKey: string | null;
  /** Keys of operations that were dropped once (worst behaviour drops each first try). */
  dropped: string[];
  /** The revision that automated sync tried last. */
  tried: string | null;
}

export interface ClusterState {
  behaviour: Behaviour;
  resourceVersion: number;
  objects: Record<string, Stored>;
  jobs: Job[];
  rollouts: Record<string, RolloutMemory>;
  applications: Record<string, ApplicationMemory>;
  /** Images that never become ready, besides those whose tag begins with `bad`. */
  brokenImages: string[];
  /** What programs of these images write before they end with an error, time and again. */
  crashing: Record<string, string>;
  /** How many pods a namespace may have; absent: any number. */
  podQuota: Record<string, number>;
  /** What containers have written, by pod uid. */
  logs: Record<string, string>;
  /** What programs keep, by namespace: a database, for instance. */
  kept: Record<string, JsonObject>;
}

export const emptyState = (): ClusterState => ({
  behaviour: 'calm',
  resourceVersion: 1,
  objects: {},
  jobs: [],
  rollouts: {},
  applications: {},
  brokenImages: [],
  crashing: {},
  podQuota: {},
  logs: {},
  kept: {},
});
