/** Where a cluster is and by which credential it is reached, as the official client wants it. */
import { KubeConfig } from '@kubernetes/client-node';
import { fatal } from '../activities/errors.ts';

/** A kubeconfig (default: KUBECONFIG, then the home directory's, then the pod's own account), or an address with a token. */
export type ClusterConnection =
  | { readonly kubeconfig?: string | undefined; readonly context?: string | undefined }
  | { readonly server: string; readonly token: string; readonly caFile?: string | undefined };

export function loadKubeConfig(connection: ClusterConnection): KubeConfig {
  const config = new KubeConfig();
  if ('server' in connection) {
    config.loadFromClusterAndUser(
      {
        name: 'cluster',
        server: connection.server,
        // The client wants plain HTTP (a loopback cluster) to be allowed in these words.
        skipTLSVerify: connection.server.startsWith('http:'),
        ...(connection.caFile === undefined ? {} : { caFile: connection.caFile }),
      },
      { name: 'worker', token: connection.token },
    );
    return config;
  }
  const { kubeconfig, context } = connection;
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  if (context !== undefined) selectContext(config, context);
  if (config.getCurrentCluster() === null) {
    throw fatal('config-invalid', 'The kubeconfig names no cluster for its current context.');
  }
  return config;
}

function selectContext(config: KubeConfig, context: string): void {
  const known = config.getContexts().map(({ name }) => name);
  if (!known.includes(context)) {
    throw fatal(
      'config-invalid',
      `The kubeconfig has no context “${context}”; it has ${known.join(', ') || 'none'}.`,
    );
  }
  config.setCurrentContext(context);
}
