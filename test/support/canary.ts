/** Brings the practice cluster's Rollout to a canary, as a sync does, for cases of the steps that come after. */
import { sync } from '../../src/activities/argocd/index.ts';
import { awaitPaused } from '../../src/activities/rollouts/index.ts';
import { attempt, contextFor } from './attempt.ts';
import type { StartedCluster } from './case-world.ts';
import { images, revisions } from './kubernetes-practice.ts';

export const web = { rollout: 'web', namespace: 'shop' };

export async function beginCanary({ client }: StartedCluster): Promise<void> {
  const context = contextFor({ kubernetes: client }, { key: 'earlier' });
  await attempt(sync.definition, { application: 'shop', revision: revisions.two }, context);
}

export async function pauseCanary(cluster: StartedCluster): Promise<void> {
  await beginCanary(cluster);
  const context = contextFor({ kubernetes: cluster.client });
  const input = { ...web, image: images('2').web, timeoutSeconds: 15 };
  await attempt(awaitPaused.definition, input, context);
}
