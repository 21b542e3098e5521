/** What the Argo and Kubernetes steps need of a cluster; `src/worker` implements it with `@kubernetes/client-node`. */
import type { KubernetesObject } from '@kubernetes/client-node';
import type { Json } from '../contract.ts';

/** Names one namespaced object. */
export interface ObjectRef {
  /** `argoproj.io/v1alpha1`, `apps/v1`, `v1`. */
  readonly apiVersion: string;
  /** `Rollout`. */
  readonly kind: string;
  /** The resource's plural, `rollouts`. */
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
}

/** All objects of a kind in one namespace. */
export type CollectionRef = Omit<ObjectRef, 'name'>;

/** An object as the API server gives it: metadata typed, the rest is parsed by the step with zod. */
export type ClusterObject = KubernetesObject & Record<string, unknown>;

export type WatchEvent = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ClusterObject;
};

/** Something that an account may or may not do. */
export interface ClusterRight {
  readonly verb: string;
  /** Empty: the core API. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Without it: in all namespaces. */
  readonly namespace?: string;
}

/** A container of a pod; a pod of one container needs no name. */
export interface ContainerRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
}

export interface SecretAsked {
  readonly ref: ObjectRef;
  /** Names of the configuration's secrets, by the Secret's keys. */
  readonly values: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** What became of a program that was run in a container. */
export interface ExecEnd {
  readonly exitCode: number;
  /** The last of what it wrote, 64 KiB at most each. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface KubernetesClient {
  /** The API server's version, `v1.34.4`. */
  version(signal: AbortSignal): Promise<string>;
  /** Whether the worker's account may do this. Changes nothing. */
  may(right: ClusterRight, signal: AbortSignal): Promise<boolean>;
  /** Throws `fatal('not-found')` on 404 and maps every other API error to fatal or retryLater. */
  get(ref: ObjectRef, signal: AbortSignal): Promise<ClusterObject>;
  /** The objects of a collection, those that carry all of `labels` if they are given. */
  list(
    collection: CollectionRef,
    options: { readonly signal: AbortSignal; readonly labels?: Readonly<Record<string, string>> },
  ): Promise<readonly ClusterObject[]>;
  /**
   * JSON merge patch (RFC 7386). `subresource: 'status'` where the resource has one; `key` goes out as
   * `Idempotency-Key`; a `metadata.resourceVersion` in the patch makes the API server refuse a stale write
   * (409 = `conflict`).
   */
  mergePatch(
    ref: ObjectRef,
    patch: { readonly [key: string]: Json },
    options: { readonly key: string; readonly signal: AbortSignal; readonly subresource?: 'status' },
  ): Promise<ClusterObject>;
  /** Makes an object; where one of its name is there already, the server refuses (409 = `conflict`). */
  create(
    collection: CollectionRef,
    object: { readonly [key: string]: Json },
    options: { readonly key: string; readonly signal: AbortSignal },
  ): Promise<ClusterObject>;
  /**
   * Deletes the object with this `uid` and what it owns, in the background: another one that has got its name since is left alone
   * (409 = `conflict`). Gone already: `not-found`.
   */
  remove(
    ref: ObjectRef,
    options: { readonly uid: string; readonly key: string; readonly signal: AbortSignal },
  ): Promise<void>;
  /** The last lines that a container has written; of the one before it was restarted where `of` is `previous`. */
  logs(
    ref: ContainerRef,
    options: {
      readonly lines: number;
      readonly of?: 'present' | 'previous';
      readonly signal: AbortSignal;
    },
  ): Promise<string>;
  /**
   * How the cluster's Secret stands to what the worker's configuration has: `values` are names of its secrets by the Secret's keys.
   * No value ever leaves the client.
   */
  secretState(asked: SecretAsked): Promise<'absent' | 'differs' | 'same'>;
  /** Gives the Secret these keys, and makes it if there is none; its other keys stay. */
  setSecret(asked: SecretAsked & { readonly key: string }): Promise<void>;
  /** Runs a program in a container to its end. Cut off, nobody knows what it did: for programs that only look. */
  exec(ref: ContainerRef, command: readonly string[], signal: AbortSignal): Promise<ExecEnd>;
  /**
   * The object's states from now on, the present one (if it exists) first: a watch that resumes from the last
   * resourceVersion, lists again on 410 Gone, reconnects on a dropped connection, and ends when `signal` aborts.
   * It throws only what no waiting heals: a refused credential, a missing permission, a type that isn't there.
   */
  watch(ref: ObjectRef, signal: AbortSignal): AsyncIterable<WatchEvent>;
}
