/** The practice cluster's objects: versions, events for watches, and the jobs by which controllers go on after a restart. */
import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../runbook/digest.ts';
import { plainJson } from '../../runbook/json.ts';
import type { Json } from '../../runbook/json.ts';
import type { Store } from '../world.ts';
import type { Resource } from './resources.ts';
import { apiVersionOf, keyOf } from './resources.ts';
import type { ClusterState, JobName, Metadata, Stored } from './state.ts';

export interface ClusterEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly key: string;
  readonly resourceVersion: number;
  readonly object: Stored;
}

export type Draft = Partial<Pick<Stored, 'spec' | 'status' | 'operation' | 'data' | 'type'>> & {
  readonly metadata?: Partial<Metadata>;
};

/** Changes within one durable write. */
export interface Transaction {
  readonly state: ClusterState;
  get(key: string): Stored | undefined;
  create(resource: Resource, namespace: string, name: string, draft: Draft): Stored;
  /** Writes the object; a write that changes nothing makes no new version, as in life. */
  put(key: string, object: Stored): Stored;
  remove(key: string): Stored | undefined;
  /** Sets a job, in place of one of the same name for the same object. */
  schedule(run: JobName, key: string, at: number): void;
  cancel(key: string, ...runs: JobName[]): void;
}

export interface Cluster {
  read(): ClusterState;
  transact<R>(change: (tx: Transaction) => R): R;
  /** Events after a version; undefined if they are forgotten. */
  since(resourceVersion: number): readonly ClusterEvent[] | undefined;
  oldest(): number;
  subscribe(listener: (event: ClusterEvent) => void): () => void;
  /** Called after every write. */
  onWrite(listener: () => void): void;
  /** Forgets past events, as a compaction does: older watches get 410. */
  forget(): void;
}

const remembered = 2000;

export function openCluster(store: Store<ClusterState>): Cluster {
  let events: ClusterEvent[] = [];
  let oldest = store.get().resourceVersion;
  let written = () => {};
  const listeners = new Set<(event: ClusterEvent) => void>();

  return {
    read: () => store.get(),
    transact(change) {
      const fresh: ClusterEvent[] = [];
      const result = store.update((state) => change(transaction(state, fresh)));
      events.push(...fresh);
      const excess = events.splice(0, Math.max(0, events.length - remembered)).at(-1);
      if (excess !== undefined) oldest = excess.resourceVersion;
      for (const event of fresh) for (const listener of listeners) listener(event);
      written();
      return result;
    },
    since: (version) =>
      version < oldest ? undefined : events.filter((event) => event.resourceVersion > version),
    oldest: () => oldest,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onWrite: (listener) => void (written = listener),
    forget() {
      events = [];
      oldest = store.update((state) => (state.resourceVersion += 1));
    },
  };
}

function transaction(state: ClusterState, events: ClusterEvent[]): Transaction {
  const emit = (type: ClusterEvent['type'], key: string, object: Stored): Stored => {
    state.resourceVersion += 1;
    object.metadata.resourceVersion = String(state.resourceVersion);
    events.push({ type, key, resourceVersion: state.resourceVersion, object: structuredClone(object) });
    return object;
  };
  return {
    state,
    get: (key) => structuredClone(state.objects[key]),
    create(resource, namespace, name, { metadata, ...parts }) {
      const key = keyOf(resource, namespace, name);
      const object: Stored = {
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        metadata: {
          ...metadata,
          name,
          namespace,
          uid: randomUUID(),
          resourceVersion: '',
          generation: 1,
          creationTimestamp: stamp(Date.now()),
        },
        ...parts,
      };
      state.objects[key] = object;
      return structuredClone(emit('ADDED', key, object));
    },
    put(key, object) {
      const old = state.objects[key];
      if (old !== undefined && isSame(contentOf(old), contentOf(object))) return structuredClone(old);
      const next = structuredClone(object);
      if (old !== undefined)
        next.metadata.generation = old.metadata.generation + (isSame(old.spec, next.spec) ? 0 : 1);
      state.objects[key] = next;
      return structuredClone(emit('MODIFIED', key, next));
    },
    remove(key) {
      const old = state.objects[key];
      if (old === undefined) return undefined;
      delete state.objects[key];
      state.jobs = state.jobs.filter((job) => job.key !== key);
      return emit('DELETED', key, old);
    },
    schedule(run, key, at) {
      state.jobs = state.jobs.filter((job) => job.key !== key || job.run !== run);
      state.jobs.push({ run, key, at });
    },
    cancel(key, ...runs) {
      state.jobs = state.jobs.filter((job) => job.key !== key || !runs.includes(job.run));
    },
  };
}

const isSame = (a: Json = {}, b: Json = {}): boolean => canonicalJson(a) === canonicalJson(b);

/** All that a write may change: not what the API server itself sets. */
function contentOf({ metadata, ...rest }: Stored): Json {
  const { labels = {}, annotations = {}, deletionTimestamp } = metadata;
  return plainJson({ ...rest, labels, annotations, deletionTimestamp });
}

/** Kubernetes' timestamps know whole seconds. */
export const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
