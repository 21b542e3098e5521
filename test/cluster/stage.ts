/** An Application of its own for each test, with its namespace and its manifests in git; taken down afterwards. */
import { randomBytes } from 'node:crypto';
import { awaitHealthy, sync } from '../../src/activities/argocd/index.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { attempt, contextFor } from '../support/attempt.ts';
import { startGitServer } from '../support/git-server.ts';
import type { GitServer } from '../support/git-server.ts';
import type { Stage } from '../support/transcript-scenarios.ts';
import { openCluster } from './cluster.ts';

export interface ClusterStage extends Stage {
  readonly git: GitServer;
  takeDown(): Promise<void>;
}

export async function setUpStage(): Promise<ClusterStage> {
  const cluster = openCluster();
  const name = `slipway-${randomBytes(4).toString('hex')}`;
  const git = await startGitServer(process.env['SLIPWAY_GIT_HOST']);
  const revisions = {
    one: await git.commit({ 'app/manifests.yaml': manifests('1') }),
    two: await git.commit({ 'app/manifests.yaml': manifests('2') }),
    bad: await git.commit({ 'app/manifests.yaml': manifests('bad') }),
  };
  await cluster.createNamespace(name);
  const source = { repoURL: git.url, path: 'app', targetRevision: revisions.one };
  await cluster.createApplication(name, { source, namespace: name });
  const client = createKubernetesClient({});
  const context = contextFor({ kubernetes: client }, { key: 'set-up' });
  await attempt(sync.definition, { application: name, revision: revisions.one }, context);
  await attempt(
    awaitHealthy.definition,
    { application: name, steadySeconds: 1, timeoutSeconds: 60 },
    context,
  );
  return {
    client,
    application: name,
    namespace: name,
    revisions,
    git,
    async takeDown() {
      await cluster.deleteApplication(name);
      await cluster.deleteNamespace(name);
      await git.stop();
    },
  };
}

/** The same workloads as the practice cluster's Application has in tests. */
const manifests = (tag: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  replicas: 2
  progressDeadlineSeconds: 5
  progressDeadlineAbort: true
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'example.com/web:${tag}' }] }
  strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: admin }
spec:
  replicas: 2
  progressDeadlineSeconds: 5
  selector: { matchLabels: { app: admin } }
  template:
    metadata: { labels: { app: admin } }
    spec: { containers: [{ name: admin, image: 'example.com/admin:${tag}' }] }
`;
