/** What is deployed in the practice cluster, without times and counters. */
import { createHash } from 'node:crypto';
import { liveRevision } from './application.ts';
import { healthOf } from './health.ts';
import { stableHash } from './rollout.ts';
import type { ClusterState, JsonObject, Stored } from './state.ts';
import { workloadSpec } from './workload.ts';

export interface WorkloadSnapshot {
  /** What the template asks for. */
  readonly image: string;
  /** What takes the traffic that no canary takes. */
  readonly stable: string;
  readonly phase: string;
}

export interface ClusterSnapshot {
  readonly applications: Readonly<Record<string, { readonly revision: string | null }>>;
  readonly rollouts: Readonly<Record<string, WorkloadSnapshot>>;
  readonly deployments: Readonly<Record<string, WorkloadSnapshot>>;
  /** Jobs that the cluster has, and how each ended. */
  readonly jobs: Readonly<Record<string, string>>;
  /** What programs keep, by namespace. */
  readonly kept: Readonly<Record<string, JsonObject>>;
  /** Digests of what Secrets hold, by key. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function snapshotOf(state: ClusterState): ClusterSnapshot {
  const all = (kind: string) =>
    Object.entries(state.objects)
      .filter(([, object]) => object.kind === kind)
      .map(([key, object]) => [key, `${object.metadata.namespace}/${object.metadata.name}`, object] as const)
      .sort(([a], [b]) => a.localeCompare(b));
  return {
    applications: Object.fromEntries(
      all('Application').map(([, name, app]) => [name, { revision: liveRevision(app) ?? null }]),
    ),
    rollouts: Object.fromEntries(
      all('Rollout').map(([key, name, rollout]) => [name, rolloutSnapshot(state, key, rollout)]),
    ),
    deployments: Object.fromEntries(
      all('Deployment').map(([, name, deployment]) => [name, deploymentSnapshot(deployment)]),
    ),
    jobs: Object.fromEntries(all('Job').map(([, name, { status }]) => [name, jobEnd(status)])),
    kept: structuredClone(state.kept),
    secrets: Object.fromEntries(all('Secret').map(([, name, { data = {} }]) => [name, digests(data)])),
  };
}

function rolloutSnapshot(state: ClusterState, key: string, { spec, status }: Stored): WorkloadSnapshot {
  const { image } = workloadSpec(spec);
  const stable = state.rollouts[key]?.images[stableHash(status) ?? ''] ?? image;
  const phase = status?.['phase'];
  return { image, stable, phase: typeof phase === 'string' ? phase : 'Progressing' };
}

function deploymentSnapshot(deployment: Stored): WorkloadSnapshot {
  const { image } = workloadSpec(deployment.spec);
  return { image, stable: image, phase: healthOf(deployment) };
}

const jobEnd = (status: JsonObject | undefined): string =>
  status?.['succeeded'] === 1 ? 'succeeded' : status?.['failed'] === 1 ? 'failed' : 'active';

const digests = (data: JsonObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      createHash('sha256').update(JSON.stringify(value)).digest('hex'),
    ]),
  );
