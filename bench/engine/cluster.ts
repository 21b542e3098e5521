/** A practice cluster with one object that is watched. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import { startWorld } from '../../src/practice/server.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { watchedRollout } from './watched-rollout.ts';

export async function startWatched() {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const { name, namespace } = watchedRollout;
  const workloads = [{ kind: 'Rollout', name, image: 'example.com/web:1' }] as const;
  const seed = { name: 'shop', revision: '1'.repeat(40), destination: namespace, workloads };
  const system = kubernetesPractice({ applications: [seed], behaviour: 'calm' });
  const world = await startWorld({ dir, systems: (of) => [system(of)] });
  const client = createKubernetesClient({ server: `${world.url}/kubernetes`, token: practiceToken });
  return {
    client,
    async mark(value: string) {
      const signal = new AbortController().signal;
      const patch = { metadata: { annotations: { 'bench/mark': value } } };
      await client.mergePatch(watchedRollout, patch, { key: value, signal });
    },
    async stop() {
      await world.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
