/** argocd.sync: one effect whatever comes between. Its way back: sync-undo.test.ts. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { sync } from '../../../src/activities/argocd/index.ts';
import { attempt, failureOf } from '../../support/attempt.ts';
import { images, revisions } from '../../support/kubernetes-practice.ts';
import { startShop } from '../../support/shop.ts';
import type { Shop } from '../../support/shop.ts';

let shop: Shop;
afterEach(() => shop.cluster.stop());

const step = sync.definition;
const input = { application: 'shop', revision: revisions.two };

describe('a sync', () => {
  test.each(['calm', 'worst'] as const)('deploys the revision once, with its key (%s)', async (behaviour) => {
    shop = await startShop(behaviour);
    const { output } = await attempt(step, input, shop.context());
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(shop.effects('application.sync')).toMatchObject([
      { target: 'argocd/shop', key: 'key-1', detail: { revision: revisions.two } },
    ]);
    expect(shop.cluster.system.snapshot()).toMatchObject({
      deployments: { 'shop/admin': { image: 'example.com/admin:2' } },
    });
  });

  test('takes the target revision when none is named, and tags by their commit', async () => {
    shop = await startShop();
    const commit = shop.cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    expect((await attempt(step, { application: 'shop' }, shop.context('a'))).output).toMatchObject({
      revision: commit,
    });
    shop.cluster.system.setDesired({ name: 'shop' }, 'v4', images('4'));
    const { output } = await attempt(step, { application: 'shop', revision: 'v3' }, shop.context('b'));
    expect(output).toMatchObject({ revision: commit });
  });

  test('after a crash behind the effect finds its operation and makes no second one', async () => {
    shop = await startShop();
    await attempt(step, input, shop.context());
    const { output, known } = await attempt(step, input, shop.context());
    expect(known.before).toBeUndefined();
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(shop.effects('application.sync')).toHaveLength(1);
  });

  test('still knows its operation when another came after it', async () => {
    shop = await startShop();
    await attempt(step, input, shop.context('mine'));
    shop.cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    await attempt(step, { application: 'shop', revision: 'v3' }, shop.context('other'));
    const { output } = await attempt(step, input, shop.context('mine'));
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(shop.effects('application.sync')).toHaveLength(2);
  });

  test('waits until no other operation runs', async () => {
    shop = await startShop('calm', 0.2);
    shop.cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    const [first, second] = await Promise.all([
      attempt(step, { application: 'shop', revision: 'v3' }, shop.context('other')),
      attempt(step, input, shop.context('mine')),
    ]);
    expect([first.output, second.output]).toMatchObject([{}, { revision: revisions.two }]);
    expect(
      shop
        .effects('application.sync')
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['mine', 'other']);
  });

  test('of a revision that is deployed already has nothing to do', async () => {
    shop = await startShop();
    await attempt(step, input, shop.context('first'));
    await shop.refreshed();
    const { output } = await attempt(step, input, shop.context('second'));
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.two });
    expect(shop.effects('application.sync')).toHaveLength(1);
  });

  test('that fails says why in Argo CD’s words, and a new round may try again', async () => {
    shop = await startShop();
    const missing = { application: 'shop', revision: 'f'.repeat(40) };
    const failure = await failureOf(attempt(step, missing, shop.context('round-1')));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.message).toContain(`Failed to checkout revision ${missing.revision}`);
    expect((await attempt(step, input, shop.context('round-2'))).output).toMatchObject({
      revision: revisions.two,
    });
  });

  test('of an Application that is not there is refused', async () => {
    shop = await startShop();
    expect(await failureOf(attempt(step, { application: 'shed' }, shop.context()))).toMatchObject({
      type: 'not-found',
    });
  });

  test('ends at once when it is cancelled', async () => {
    shop = await startShop('calm', 100);
    const cancel = new AbortController();
    const running = attempt(step, input, shop.context('key-1', cancel.signal));
    setTimeout(() => cancel.abort(new Error('cancelled')), 300);
    await expect(running).rejects.toThrow('cancelled');
  });
});
