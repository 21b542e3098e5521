/** What is deployed in the practice cluster, without times and counters. */
import { liveRevision } from './application.ts';
import { healthOf } from './health.ts';
import { stableHash } from './rollout.ts';
import type { ClusterState, Stored } from './state.ts';
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
