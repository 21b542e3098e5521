/** argocd.sync: its way back. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { KubernetesClient } from '../../../src/activities/kubernetes/client.ts';
import { retryLater } from '../../../src/activities/errors.ts';
import { sync } from '../../../src/activities/argocd/index.ts';
import { awaitPaused, promoteFull } from '../../../src/activities/rollouts/index.ts';
import { rolloutRef } from '../../../src/activities/rollouts/rollout.ts';
import { attempt, failureOf, observe, undo } from '../../support/attempt.ts';
import type { Attempt } from '../../support/attempt.ts';
import { images, revisions } from '../../support/kubernetes-practice.ts';
import { shopRef, startShop } from '../../support/shop.ts';
import type { Shop } from '../../support/shop.ts';

let shop: Shop;
afterEach(() => shop.cluster.stop());

const step = sync.definition;
const input = { application: 'shop', revision: revisions.two };
const canary = { rollout: 'web', namespace: 'shop' };

/** What it changes is changed, and it never hears of it. */
function repliesLost({ clients, ...context }: Attempt): Attempt {
  const kubernetes: KubernetesClient = {
    ...clients.kubernetes,
    async mergePatch(...patch) {
      await clients.kubernetes.mergePatch(...patch);
      throw retryLater('unavailable', 'The reply was lost.');
    },
  };
  return { ...context, clients: { ...clients, kubernetes } };
}

describe('its undo', () => {
  test.each(['calm', 'worst'] as const)('goes back to the revision before (%s)', async (behaviour) => {
    shop = await startShop(behaviour);
    const { known } = await attempt(step, { application: 'shop', revision: revisions.two }, shop.context());
    expect(await undo(step, known, shop.context())).toContain(`synced back to ${revisions.one}`);
    expect(shop.cluster.system.snapshot()).toMatchObject({
      applications: { 'argocd/shop': { revision: revisions.one } },
      deployments: { 'shop/admin': { image: 'example.com/admin:1' } },
    });
    expect(shop.cluster.world.journal.duplicates()).toEqual([]);
  });

  test.each(['calm', 'worst'] as const)(
    'aborts the canary that the sync began, and leaves no trace of it (%s)',
    async (behaviour) => {
      shop = await startShop(behaviour);
      const before = shop.cluster.system.snapshot();
      const { known } = await attempt(step, { ...input, canary }, shop.context());
      await attempt(awaitPaused.definition, canary, shop.context());
      expect(await undo(step, known, shop.context())).toContain('canary aborted');
      expect(await observe(step, { ...input, canary }, shop.context())).toMatchObject({
        state: 'absent',
      });
      expect(shop.effects('rollout.abort')).toHaveLength(1);
      expect(shop.cluster.system.snapshot().rollouts).toEqual(before.rollouts);
      expect(shop.cluster.system.snapshot().applications).toEqual(before.applications);
    },
  );

  test('after a full promotion brings the version before back to all pods', async () => {
    shop = await startShop();
    const { known } = await attempt(step, { ...input, canary }, shop.context('sync'));
    await attempt(awaitPaused.definition, canary, shop.context());
    const promoted = await attempt(promoteFull.definition, canary, shop.context('promote'));
    expect(await undo(promoteFull.definition, promoted.known, shop.context('promote'))).toContain(
      'no promotion under way',
    );
    await undo(step, known, shop.context('sync'));
    expect(shop.cluster.system.snapshot().rollouts).toEqual({
      'shop/web': { image: 'example.com/web:1', stable: 'example.com/web:1', phase: 'Healthy' },
    });
  });

  test('that is done again while the version before comes back as a canary of its own does not abort that', async () => {
    shop = await startShop();
    const { known } = await attempt(step, { ...input, canary }, shop.context('sync'));
    await attempt(awaitPaused.definition, canary, shop.context());
    await attempt(promoteFull.definition, canary, shop.context('promote'));
    await expect(undo(step, known, repliesLost(shop.context('sync')))).rejects.toThrow('was lost');
    await attempt(awaitPaused.definition, canary, shop.context());
    await undo(step, known, shop.context('sync'));
    expect(shop.effects('rollout.abort')).toEqual([]);
    expect(shop.effects('rollout.promote-full')).toHaveLength(2);
  });

  test('is harmless when nothing happened, and when it is done twice', async () => {
    shop = await startShop();
    const before = shop.cluster.system.snapshot();
    const never = { input: step.input.parse({ ...input, canary }), before: { revision: revisions.one } };
    expect(await undo(step, never, shop.context())).toContain('Healthy on it');
    expect(shop.cluster.system.snapshot()).toEqual(before);
    const { known } = await attempt(step, { ...input, canary }, shop.context());
    await undo(step, known, shop.context());
    await undo(step, known, shop.context());
    expect(shop.effects('application.sync')).toHaveLength(2);
  });

  test('is not taken for complete while the Rollout is not back', async () => {
    shop = await startShop();
    await attempt(step, input, shop.context());
    await attempt(awaitPaused.definition, canary, shop.context());
    await attempt(step, { application: 'shop', revision: revisions.one }, shop.context('key-1-undo'));
    await shop.cluster.client.mergePatch(
      rolloutRef(canary),
      { spec: { template: { metadata: { labels: { by: 'hand' } } } } },
      { key: 'by-hand', signal: new AbortController().signal },
    );
    await attempt(awaitPaused.definition, canary, shop.context());
    const seen = await observe(step, { ...input, canary }, shop.context());
    expect(seen).toMatchObject({ state: 'started' });
  });

  test('refuses to go back over somebody else’s sync', async () => {
    shop = await startShop();
    const { known } = await attempt(step, input, shop.context('mine'));
    shop.cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    await attempt(step, { application: 'shop', revision: 'v3' }, shop.context('other'));
    const failure = await failureOf(undo(step, known, shop.context('mine')));
    expect(failure).toMatchObject({ type: 'undo-failed' });
    expect(failure.message).toContain('by somebody else');
  });

  test('says so where Argo CD would go forward again by itself', async () => {
    shop = await startShop();
    const { known } = await attempt(step, input, shop.context());
    await shop.refreshed();
    await shop.cluster.client.mergePatch(
      shopRef,
      { spec: { syncPolicy: { automated: {} } } },
      { key: 'k', signal: new AbortController().signal },
    );
    const failure = await failureOf(undo(step, known, shop.context()));
    expect(failure).toMatchObject({ type: 'undo-failed' });
    expect(failure.message).toContain('synced automatically');
  });
});
