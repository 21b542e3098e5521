/** The cluster client of the steps, on the official client's generic API: any kind, plain JSON, no retries of its own. */
import {
  CoreV1Api,
  CustomObjectsApi,
  PatchStrategy,
  setHeaderOptions,
  V1DeleteOptions,
  V1Preconditions,
  VersionApi,
} from '@kubernetes/client-node';
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
import { execIn } from './kubernetes-exec.ts';
import { groupAndVersion } from './kubernetes-path.ts';
import { ask } from './kubernetes-request.ts';
import { secretData, secretObject, secretState } from './kubernetes-secrets.ts';
import type { SecretOf } from './kubernetes-secrets.ts';
import { watchObject } from './kubernetes-watch.ts';

export type KubernetesClientOptions = ClusterConnection & {
  /** Refuses every mutation before it leaves the worker: for planning. Default false. */
  readonly readOnly?: boolean;
  /** The secret that the configuration has under a name. Default: it has none. */
  readonly secretOf?: SecretOf;
};

/** Of a log. */
const mostCharacters = 64 * 1024;

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
  secretOf = () => undefined,
  ...connection
}: KubernetesClientOptions): KubernetesClient {
  const config = loadKubeConfig(connection);
  const api = config.makeApiClient(CustomObjectsApi);

  const list = (collection: CollectionRef, selector: Selector, signal: AbortSignal) =>
    ask(`list ${collection.plural} in ${collection.namespace}`, listSchema, signal, (options) =>
      api.listNamespacedCustomObject({ ...collectionOf(collection), ...selector }, options),
    );

  const permit = (doing: string): void => {
    if (readOnly) throw fatal('refused', `Not sent: “${doing}”. Planning changes nothing.`);
  };

  return {
    async version(signal) {
      const asked = ask('ask for the version', versionSchema, signal, (options) =>
        config.makeApiClient(VersionApi).getCode(options),
      );
      return (await asked).gitVersion;
    },

    may: async ({ verb, group, resource, subresource, namespace = '' }, signal) => {
      const attributes = { verb, group, resource, subresource, namespace };
      const review = await ask(`ask whether it may ${verb} ${resource}`, reviewSchema, signal, (options) =>
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
      return review.status.allowed;
    },

    get: (ref, signal) =>
      ask(`get ${nameOf(ref)}`, objectSchema, signal, (options) =>
        api.getNamespacedCustomObject({ ...collectionOf(ref), name: ref.name }, options),
      ),

    async list(collection, { signal, labels = {} }) {
      const labelSelector = Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(',');
      return (await list(collection, { labelSelector }, signal)).items;
    },

    async mergePatch(ref, patch, { key, signal, subresource }) {
      const doing = `patch ${subresource === undefined ? '' : `${subresource} of `}${nameOf(ref)}`;
      permit(doing);
      const target = { ...collectionOf(ref), name: ref.name, body: patch };
      return ask(doing, objectSchema, signal, (options) => {
        const merge = setHeaderOptions(
          'Content-Type',
          PatchStrategy.MergePatch,
          setHeaderOptions('Idempotency-Key', key, options),
        );
        return subresource === 'status'
          ? api.patchNamespacedCustomObjectStatus(target, merge)
          : api.patchNamespacedCustomObject(target, merge);
      });
    },

    async create(collection, object, { key, signal }) {
      const doing = `create one of ${collection.plural} in ${collection.namespace}`;
      permit(doing);
      return ask(doing, objectSchema, signal, (options) =>
        api.createNamespacedCustomObject(
          { ...collectionOf(collection), body: object },
          setHeaderOptions('Idempotency-Key', key, options),
        ),
      );
    },

    async remove(ref, { uid, key, signal }) {
      const doing = `delete ${nameOf(ref)}`;
      permit(doing);
      await ask(doing, z.unknown(), signal, (options) =>
        api.deleteNamespacedCustomObject(
          {
            ...collectionOf(ref),
            name: ref.name,
            body: Object.assign(new V1DeleteOptions(), {
              preconditions: Object.assign(new V1Preconditions(), { uid }),
              propagationPolicy: 'Background',
            }),
          },
          setHeaderOptions('Idempotency-Key', key, options),
        ),
      );
    },

    async logs({ namespace, pod, container }, { lines, of = 'present', signal }) {
      const text = await ask(`read the log of pods/${pod} in ${namespace}`, z.string(), signal, (options) =>
        config.makeApiClient(CoreV1Api).readNamespacedPodLog(
          {
            name: pod,
            namespace,
            tailLines: lines,
            previous: of === 'previous',
            ...(container === undefined ? {} : { container }),
          },
          options,
        ),
      );
      return text.slice(-mostCharacters);
    },

    async secretState({ ref, values, signal }) {
      const items = await list(ref, { fieldSelector: `metadata.name=${ref.name}` }, signal);
      return secretState(items.items[0], values, secretOf);
    },

    async setSecret({ ref, values, key, signal }) {
      const doing = `set ${Object.keys(values).join(', ')} of ${nameOf(ref)}`;
      permit(doing);
      const data = secretData(values, secretOf);
      const { items } = await list(ref, { fieldSelector: `metadata.name=${ref.name}` }, signal);
      const found = items[0];
      if (found === undefined) await this.create(ref, secretObject(ref.name, data), { key, signal });
      else {
        const resourceVersion = found.metadata?.resourceVersion ?? '';
        await this.mergePatch(ref, { metadata: { resourceVersion }, data }, { key, signal });
      }
    },

    async exec(ref, command, signal) {
      permit(`run ${command[0] ?? ''} in pods/${ref.pod} in ${ref.namespace}`);
      return execIn(config, ref, command, signal);
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

function collectionOf({ apiVersion, namespace, plural }: CollectionRef) {
  const { group = '', version } = groupAndVersion(apiVersion);
  return { group, version, namespace, plural };
}

const nameOf = ({ plural, name, namespace }: ObjectRef): string => `${plural}/${name} in ${namespace}`;
