/** Looks on while a singleton is deployed: never two of it may be alive. Ending it tells if there were. */
import type { KubernetesPractice } from '../practice/kubernetes/index.ts';
import type { RunningWorld } from '../practice/server.ts';

export function neverTwo(
  { systems }: RunningWorld,
  workload: { readonly namespace: string; readonly name: string },
): () => readonly string[] {
  const cluster = systems.find(({ name }) => name === 'kubernetes') as KubernetesPractice | undefined;
  let most = 0;
  const end = cluster?.watchAlive(workload, (alive) => (most = Math.max(most, alive)));
  return () => {
    end?.();
    const where = `${workload.namespace}/${workload.name}`;
    if (most === 0) return [`nobody has seen ${where} alive`];
    return most === 1 ? [] : [`${most} of ${where} were alive at once`];
  };
}
