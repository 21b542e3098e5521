/** The cluster client of the steps, on the official client's generic API: any kind, plain JSON, no retries of its own. */
import {
  CustomObjectsApi,
  Observable,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
} from '@kubernetes/client-node';
import type { ObservableMiddleware, RequestContext, ResponseContext } from '@kubernetes/client-node';
import { z } from 'zod';
import { fatal } from '../activities/errors.ts';
import type {
  ClusterObject,
  CollectionRef,
  KubernetesClient,
  ObjectRef,
} from '../activities/kubernetes/client.ts';
import { loadKubeConfig } from './kubernetes-config.ts';
import type { ClusterConnection } from './kubernetes-config.ts';
import { clusterError } from './kubernetes-errors.ts';
import { groupAndVersion } from './kubernetes-path.ts';
import { watchObject } from './kubernetes-watch.ts';

export type KubernetesClientOptions = ClusterConnection & {
  /** Refuses every mutation before it leaves the worker: for planning. Default false. */
  readonly readOnly?: boolean;
};

const requestTimeoutMs = 20_000;

const objectSchema = z.custom<ClusterObject>(
  (value) => z.object({ metadata: z.object({}) }).safeParse(value).success,
);
const versionSchema = z.object({ gitVersion: z.string() });
const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().default('') }),
  items: z.array(objectSchema),
});

export function createKubernetesClient({
  readOnly = false,
  ...connection
}: KubernetesClientOptions): KubernetesClient {
  const config = loadKubeConfig(connection);
  const api = config.makeApiClient(CustomObjectsApi);

  const list = async (collection: CollectionRef, selector: Selector, signal: AbortSignal) =>
    listSchema.parse(
      await ask(`list ${collection.plural} in ${collection.namespace}`, signal, (options) =>
        api.listNamespacedCustomObject({ ...collectionOf(collection), ...selector }, options),
      ),
    );

  return {
    version: async (signal) =>
      versionSchema.parse(
        await ask('ask for the version', signal, (options) =>
          config.makeApiClient(VersionApi).getCode(options),
        ),
      ).gitVersion,

    may: async ({ verb, group, resource, subresource, namespace = '' }, signal) => {
      const attributes = { verb, group, resource, subresource, namespace };
      const review = await ask(`ask whether it may ${verb} ${resource}`, signal, (options) =>
        api.createClusterCustomObject(
          {
            group: 'authorization.k8s.io',
            version: 'v1',
            plural: 'selfsubjectaccessreviews',
            body: { spec: { resourceAttributes: attributes } },
          },
          options,
        ),
      );
      return reviewSchema.parse(review).status.allowed;
    },

    get: async (ref, signal) =>
      objectSchema.parse(
        await ask(`get ${nameOf(ref)}`, signal, (options) =>
          api.getNamespacedCustomObject({ ...collectionOf(ref), name: ref.name }, options),
        ),
      ),

    async list(collection, { signal, labels = {} }) {
      const labelSelector = Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(',');
      return (await list(collection, { labelSelector }, signal)).items;
    },

    async mergePatch(ref, patch, { key, signal, subresource }) {
      const doing = `patch ${subresource === undefined ? '' : `${subresource} of `}${nameOf(ref)}`;
      if (readOnly) throw fatal('refused', `Not sent: “${doing}”. Planning changes nothing.`);
      const target = { ...collectionOf(ref), name: ref.name, body: patch };
      return objectSchema.parse(
        await ask(doing, signal, (options) => {
          const merge = setHeaderOptions(
            'Content-Type',
            PatchStrategy.MergePatch,
            setHeaderOptions('Idempotency-Key', key, options),
          );
          return subresource === 'status'
            ? api.patchNamespacedCustomObjectStatus(target, merge)
            : api.patchNamespacedCustomObject(target, merge);
        }),
      );
    },

    watch: (ref, signal) =>
      watchObject(
        {
          config,
          ref,
          async list() {
            const { items, metadata } = await list(
              ref,
              { fieldSelector: `metadata.name=${ref.name}` },
              signal,
            );
            return { object: items[0], resourceVersion: metadata.resourceVersion };
          },
        },
        signal,
      ),
  };
}

type Selector = { readonly labelSelector?: string; readonly fieldSelector?: string };
type RequestOptions = { middleware: ObservableMiddleware[]; middlewareMergeStrategy: 'append' };

async function ask(
  doing: string,
  signal: AbortSignal,
  request: (options: RequestOptions) => Promise<unknown>,
): Promise<unknown> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
  try {
    signal.throwIfAborted();
    return await request({ middleware: [underway(limited)], middlewareMergeStrategy: 'append' });
  } catch (error) {
    throw clusterError(error, doing, signal);
  }
}

/** Gives a request its signal, and objects of the core API (asked for with an empty group) their own path. */
const underway = (signal: AbortSignal): ObservableMiddleware => ({
  pre(context: RequestContext) {
    context.setSignal(signal);
    context.setUrl(context.getUrl().replace('/apis//', '/api/'));
    return new Observable(Promise.resolve(context));
  },
  post: (context: ResponseContext) => new Observable(Promise.resolve(context)),
});

function collectionOf({ apiVersion, namespace, plural }: CollectionRef) {
  const { group = '', version } = groupAndVersion(apiVersion);
  return { group, version, namespace, plural };
}

const nameOf = ({ plural, name, namespace }: ObjectRef): string => `${plural}/${name} in ${namespace}`;
