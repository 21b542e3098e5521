/** rollouts.promoteFull: the order is repeated until it is taken, and never given to an aborted canary. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sync } from '../../../src/activities/argocd/index.ts';
import { awaitHealthy, awaitPaused, promoteFull } from '../../../src/activities/rollouts/index.ts';
import { abortCanary } from '../../../src/activities/rollouts/order.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
afterEach(() => cluster.stop());

const canary = { rollout: 'web', namespace: 'shop' };
const context = (key = 'key-1') => contextFor({ kubernetes: cluster.client }, { key });
const effects = (effect: string) =>
  cluster.world.journal.entries().filter((entry) => entry.effect === effect);

async function paused(behaviour: 'calm' | 'worst') {
  cluster = await startCluster({ behaviour, pace: 0.05 });
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  await attempt(sync.definition, { application: 'shop', revision: revisions.two }, context('sync'));
  await attempt(awaitPaused.definition, { ...canary, image: 'example.com/web:2' }, context());
}

describe.each(['calm', 'worst'] as const)('right after the pause (%s)', (behaviour) => {
  beforeEach(() => paused(behaviour));

  test('brings the canary to all pods, once', async () => {
    const { output } = await attempt(promoteFull.definition, canary, context());
    expect(output).toMatchObject({ image: 'example.com/web:2' });
    expect(effects('rollout.promote-full')).toMatchObject([{ target: 'shop/web', key: 'key-1' }]);
    expect(cluster.system.snapshot().rollouts).toEqual({
      'shop/web': { image: 'example.com/web:2', stable: 'example.com/web:2', phase: 'Healthy' },
    });
    expect((await attempt(awaitHealthy.definition, canary, context())).output).toEqual(output);
  });

  test('aborts, once', async () => {
    expect(await abortCanary(context(), canary)).toBe('aborted');
    expect(await abortCanary(context(), canary)).toBe('aborted');
    expect(effects('rollout.abort')).toHaveLength(1);
    expect(cluster.system.snapshot().rollouts['shop/web']).toEqual({
      image: 'example.com/web:2',
      stable: 'example.com/web:1',
      phase: 'Degraded',
    });
  });
});

describe('a promotion', () => {
  beforeEach(() => paused('calm'));

  test('that is complete is not made again', async () => {
    await attempt(promoteFull.definition, canary, context());
    const again = await attempt(promoteFull.definition, canary, context('key-2'));
    expect(again.output).toMatchObject({ image: 'example.com/web:2' });
    expect(effects('rollout.promote-full')).toHaveLength(1);
  });

  test('of an aborted canary is refused, though the controller would do it', async () => {
    await abortCanary(context(), canary);
    const failure = await failureOf(attempt(promoteFull.definition, canary, context()));
    expect(failure).toMatchObject({ type: 'refused', nonRetryable: true });
    expect(cluster.system.snapshot().rollouts['shop/web']).toMatchObject({ stable: 'example.com/web:1' });
  });

  test('that never happened is undone by aborting the canary', async () => {
    const never = {
      input: promoteFull.definition.input.parse(canary),
      before: { hash: 'x', stableHash: 'y' },
    };
    expect(await undo(promoteFull.definition, never, context())).toContain('is aborted');
    expect(cluster.system.snapshot().rollouts['shop/web']).toMatchObject({ stable: 'example.com/web:1' });
  });
});
