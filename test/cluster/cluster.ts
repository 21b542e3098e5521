/** What tests make on the cluster that KUBECONFIG names, and take away again. */
import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  V1Namespace,
  V1ObjectMeta,
} from '@kubernetes/client-node';

const applications = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  namespace: 'argocd',
  plural: 'applications',
};

export interface Source {
  readonly repoURL: string;
  readonly path: string;
  readonly targetRevision: string;
}

export interface TestCluster {
  createNamespace(name: string): Promise<void>;
  deleteNamespace(name: string): Promise<void>;
  /** `namespace`: where its workloads run. */
  createApplication(
    name: string,
    wanted: { readonly source: Source; readonly namespace: string },
  ): Promise<void>;
  deleteApplication(name: string): Promise<void>;
  /** The image in a Deployment's template. */
  imageOf(namespace: string, deployment: string): Promise<string>;
}

export function openCluster(): TestCluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const custom = config.makeApiClient(CustomObjectsApi);
  return {
    async createNamespace(name) {
      const metadata = Object.assign(new V1ObjectMeta(), { name });
      await core.createNamespace({ body: Object.assign(new V1Namespace(), { metadata }) });
    },
    async deleteNamespace(name) {
      await core.deleteNamespace({ name });
    },
    async createApplication(name, { source, namespace }) {
      const destination = { server: 'https://kubernetes.default.svc', namespace };
      await custom.createNamespacedCustomObject({
        ...applications,
        body: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Application',
          metadata: { name },
          spec: { project: 'default', source, destination },
        },
      });
    },
    async deleteApplication(name) {
      await custom.deleteNamespacedCustomObject({ ...applications, name });
    },
    async imageOf(namespace, name) {
      const { spec } = await apps.readNamespacedDeployment({ namespace, name });
      return spec?.template.spec?.containers[0]?.image ?? '';
    },
  };
}
