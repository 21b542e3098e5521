/** The practice cluster in which `shop` runs version 1 and git wants version 2, and what tests of a sync ask of it. */
import { applicationRef } from '../../src/activities/argocd/application.ts';
import type { JournalEntry } from '../../src/practice/journal.ts';
import { contextFor } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { images, revisions, startCluster } from './kubernetes-practice.ts';

export const shopRef = applicationRef({ application: 'shop', namespace: 'argocd' });

export interface Shop {
  readonly cluster: Awaited<ReturnType<typeof startCluster>>;
  context(key?: string, signal?: AbortSignal): Attempt;
  /** The journal's entries of this name. */
  effects(effect: string): JournalEntry[];
  /** Until Argo CD has compared the second revision with git. */
  refreshed(): Promise<void>;
}

export async function startShop(behaviour: 'calm' | 'worst' = 'calm', pace = 0.02): Promise<Shop> {
  const cluster = await startCluster({ behaviour, pace });
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  return {
    cluster,
    context: (key, signal) =>
      contextFor({ kubernetes: cluster.client }, { ...(key && { key }), ...(signal && { signal }) }),
    effects: (effect) => cluster.world.journal.entries().filter((entry) => entry.effect === effect),
    async refreshed() {
      for await (const { object } of cluster.client.watch(shopRef, new AbortController().signal)) {
        if (/"sync":{"status":"Synced","revision":"2/.test(JSON.stringify(object['status']))) return;
      }
    },
  };
}
