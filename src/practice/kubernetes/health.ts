/** Argo CD's health of workloads, and of an Application made of them. */
import type { Json } from '../../runbook/json.ts';
import { isObject } from './patch.ts';
import type { Stored } from './state.ts';

/** From best to worst: the worst of its parts is an Application's health. */
const order = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded'] as const;
export type Health = (typeof order)[number];

export function worst(healths: readonly Health[]): Health {
  return order[Math.max(0, ...healths.map((health) => order.indexOf(health)))] ?? 'Healthy';
}

export function healthOf(workload: Stored | undefined): Health {
  if (workload === undefined) return 'Missing';
  return workload.kind === 'Rollout' ? rolloutHealth(workload) : deploymentHealth(workload);
}

function rolloutHealth({ metadata, status = {} }: Stored): Health {
  if (status['observedGeneration'] !== String(metadata.generation)) return 'Progressing';
  switch (status['phase']) {
    case 'Healthy':
      return 'Healthy';
    case 'Paused':
      return 'Suspended';
    case 'Degraded':
      return 'Degraded';
    default:
      return 'Progressing';
  }
}

function deploymentHealth({ metadata, status = {} }: Stored): Health {
  if (status['observedGeneration'] !== metadata.generation) return 'Progressing';
  const reason = progressingReason(status['conditions']);
  if (reason === 'ProgressDeadlineExceeded') return 'Degraded';
  return reason === 'NewReplicaSetAvailable' ? 'Healthy' : 'Progressing';
}

function progressingReason(conditions: Json | undefined): Json | undefined {
  if (!Array.isArray(conditions)) return undefined;
  return conditions.filter(isObject).find((condition) => condition['type'] === 'Progressing')?.['reason'];
}
