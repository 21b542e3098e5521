/** Says at once, and how to mend it, when there is no cluster to test against; then starts what all engine tests need. */
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import startEngine from '../support/global-setup.ts';

const remedy = `These tests want a cluster with Argo CD and Argo Rollouts, and KUBECONFIG naming it. One way to get it:
  kind create cluster
  kubectl create namespace argocd
  kubectl apply --server-side -n argocd -f https://raw.githubusercontent.com/argoproj/argo-cd/stable/manifests/install.yaml
  kubectl create namespace argo-rollouts
  kubectl apply -n argo-rollouts -f https://github.com/argoproj/argo-rollouts/releases/latest/download/install.yaml
  SLIPWAY_GIT_HOST=<an address of this machine that pods can reach> npm run test:cluster
Images are example.com/web and example.com/admin, tags 1, 2 and bad: 1 and 2 must be runnable there, bad must not;
and example.com/balrog and example.com/balrogagent, tags v3.110 and v3.111.`;

export default async function requireCluster(): Promise<void> {
  if (!process.env['KUBECONFIG']) throw new Error(`KUBECONFIG is not set.\n${remedy}`);
  try {
    await createKubernetesClient({}).list(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        plural: 'applications',
        namespace: 'argocd',
      },
      { signal: AbortSignal.timeout(15_000) },
    );
  } catch (error) {
    throw new Error(`The cluster that KUBECONFIG names is of no use here: ${String(error)}\n${remedy}`, {
      cause: error,
    });
  }
  await startEngine();
}
