/** Argo CD's apply: an Application's workloads get the images that a revision has. */
import type { Operation } from './application.ts';
import type { Transaction } from './cluster.ts';
import { splitKey } from './resources.ts';
import type { ApplicationMemory, JsonObject, Stored } from './state.ts';
import { withImage } from './workload.ts';

export interface ApplicationHooks {
  /** Argo CD has written a workload: its controller must see it. */
  workloadWritten(tx: Transaction, key: string, before: Stored, after: Stored): void;
}

/** Writes what the revision has into the workloads; what Argo CD reports of each. */
export function apply(
  tx: Transaction,
  hooks: ApplicationHooks,
  memory: ApplicationMemory,
  revision: string,
  operation: Operation,
): JsonObject[] {
  const images = memory.manifests[revision] ?? {};
  const chosen = operation.sync.resources;
  const results: JsonObject[] = [];
  for (const workload of memory.workloads) {
    const object = tx.get(workload);
    const image = images[splitKey(workload).name];
    if (object === undefined || image === undefined) continue;
    const { kind, metadata } = object;
    if (chosen !== undefined && !chosen.some((c) => c.kind === kind && c.name === metadata.name)) continue;
    const changed = tx.put(workload, withImage(object, image));
    hooks.workloadWritten(tx, workload, object, changed);
    const { name, namespace } = metadata;
    results.push({
      kind,
      name,
      namespace,
      status: 'Synced',
      message: `${kind.toLowerCase()}/${name} configured`,
      syncPhase: 'Sync',
    });
  }
  return results;
}
