/** A small Application with a canary Rollout and a Deployment, and a practice cluster that has it. */
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import type { ApplicationSeed, KubernetesSeed } from '../../src/practice/kubernetes/index.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { startPracticeSystem } from './practice-system.ts';
import type { PracticeSystemOptions } from './practice-system.ts';

/** Commits of the practice manifests. */
export const revisions = { one: '1'.repeat(40), two: '2'.repeat(40), bad: 'b'.repeat(40) };

export const webShop: ApplicationSeed = {
  name: 'shop',
  revision: revisions.one,
  destination: 'shop',
  workloads: [
    { kind: 'Rollout', name: 'web', image: 'example.com/web:1', progressDeadlineSeconds: 5 },
    { kind: 'Deployment', name: 'admin', image: 'example.com/admin:1', progressDeadlineSeconds: 5 },
  ],
};

export const images = (tag: string) => ({ web: `example.com/web:${tag}`, admin: `example.com/admin:${tag}` });

export async function startCluster(options: PracticeSystemOptions & Pick<KubernetesSeed, 'behaviour'> = {}) {
  const { behaviour = 'calm', ...rest } = options;
  const started = await startPracticeSystem(kubernetesPractice({ applications: [webShop], behaviour }), rest);
  const client = createKubernetesClient({ server: `${started.url}/kubernetes`, token: practiceToken });
  return { ...started, client };
}
