/** Balrog's Applications on a cluster, in stage and in production, with their manifests in git: 3.110 runs, git wants 3.111. */
import { randomBytes } from 'node:crypto';
import { awaitHealthy, sync } from '../../src/activities/argocd/index.ts';
import { readRollout, rolloutRef } from '../../src/activities/rollouts/rollout.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { attempt, contextFor } from '../support/attempt.ts';
import { startGitServer } from '../support/git-server.ts';
import { openCluster } from './cluster.ts';

const environments = ['stage', 'prod'] as const;
const services = ['admin', 'agent', 'app'] as const;
type Environment = (typeof environments)[number];
type Service = (typeof services)[number];

/** What runs in an environment: images by service, and how app's Rollout stands. */
export interface Running {
  readonly admin: string;
  readonly agent: string;
  readonly app: string;
  readonly rollout: { readonly phase: string; readonly inFlight: boolean };
}

export interface BalrogApplications {
  /** Of these alone: other runs on the same cluster have others. */
  readonly id: string;
  /** What tells the runbook where they are. */
  vars(environment: Environment): Record<string, string>;
  running(environment: Environment): Promise<Running>;
  takeDown(): Promise<void>;
}

export async function setUpBalrogApplications(): Promise<BalrogApplications> {
  const id = `balrog-${randomBytes(4).toString('hex')}`;
  const namespaceOf = (environment: Environment) => `${id}-${environment}`;
  const nameOf = (environment: Environment, service: Service) => `${id}-${environment}-${service}`;
  const git = await startGitServer(process.env['SLIPWAY_GIT_HOST']);
  const cluster = openCluster();
  const client = createKubernetesClient({});
  const before = await git.commit(files('v3.110'));
  for (const environment of environments) await cluster.createNamespace(namespaceOf(environment));
  const all = environments.flatMap((environment) => services.map((service) => ({ environment, service })));
  await Promise.all(
    all.map(async ({ environment, service }) => {
      const name = nameOf(environment, service);
      const source = { repoURL: git.url, path: `${environment}/${service}`, targetRevision: 'main' };
      await cluster.createApplication(name, { source, namespace: namespaceOf(environment) });
      const context = contextFor({ kubernetes: client }, { key: 'set-up' });
      await attempt(sync.definition, { application: name, revision: before }, context);
      await attempt(
        awaitHealthy.definition,
        { application: name, steadySeconds: 1, timeoutSeconds: 60 },
        context,
      );
    }),
  );
  // In life the action that pushes the images brings this about.
  await git.commit(files('v3.111'));
  return {
    id,
    vars: (environment) => ({
      adminApplication: nameOf(environment, 'admin'),
      agentApplication: nameOf(environment, 'agent'),
      appApplication: nameOf(environment, 'app'),
      rollout: 'balrog-app',
      rolloutNamespace: namespaceOf(environment),
    }),
    async running(environment) {
      const namespace = namespaceOf(environment);
      const ref = rolloutRef({ rollout: 'balrog-app', namespace });
      const { image, phase, inFlight } = readRollout(await client.get(ref, new AbortController().signal));
      const [admin, agent] = await Promise.all([
        cluster.imageOf(namespace, 'balrog-admin'),
        cluster.imageOf(namespace, 'balrog-agent'),
      ]);
      return { admin, agent, app: image, rollout: { phase, inFlight } };
    },
    async takeDown() {
      await Promise.all(
        all.map(({ environment, service }) => cluster.deleteApplication(nameOf(environment, service))),
      );
      for (const environment of environments) await cluster.deleteNamespace(namespaceOf(environment));
      await git.stop();
    },
  };
}

const imageOf = (service: Service, tag: string): string =>
  `example.com/${service === 'agent' ? 'balrogagent' : 'balrog'}:${tag}`;

const files = (tag: string): Record<string, string> =>
  Object.fromEntries(
    environments.flatMap((environment) =>
      services.map((service) => [`${environment}/${service}/manifests.yaml`, manifest(service, tag)]),
    ),
  );

function manifest(service: Service, tag: string): string {
  const name = `balrog-${service}`;
  const pods = `selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: '${imageOf(service, tag)}' }] }
`;
  return service === 'app'
    ? `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: ${name} }
spec:
  replicas: 4
  strategy: { canary: { steps: [{ setWeight: 10 }, { pause: {} }] } }
  ${pods}`
    : `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  ${pods}`;
}
