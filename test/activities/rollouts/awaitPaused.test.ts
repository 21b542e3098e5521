/** rollouts.awaitPaused: waits for the canary's pause, and knows when it will never come. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sync } from '../../../src/activities/argocd/index.ts';
import { awaitPaused } from '../../../src/activities/rollouts/index.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
beforeEach(async () => {
  cluster = await startCluster({ pace: 0.02 });
});
afterEach(() => cluster.stop());

const canary = { rollout: 'web', namespace: 'shop' };
const context = () => contextFor({ kubernetes: cluster.client });

async function syncTo(revision: string, tag: string) {
  cluster.system.setDesired({ name: 'shop' }, revision, images(tag));
  await attempt(sync.definition, { application: 'shop', revision }, context());
}

test('gives the canary’s image and step', async () => {
  await syncTo(revisions.two, '2');
  const { output } = await attempt(awaitPaused.definition, canary, context());
  expect(output).toMatchObject({ image: 'example.com/web:2', step: 1, reason: 'CanaryPauseStep' });
});

test('waits through dropped connections and forgotten versions', async () => {
  const waiting = attempt(awaitPaused.definition, { ...canary, image: 'example.com/web:2' }, context());
  cluster.system.forgetEvents();
  cluster.system.dropWatches();
  await syncTo(revisions.two, '2');
  expect((await waiting).output).toMatchObject({ image: 'example.com/web:2' });
});

test('gives the pods’ reason when the canary doesn’t come up; the stable version stays', async () => {
  await syncTo(revisions.bad, 'bad');
  const failure = await failureOf(attempt(awaitPaused.definition, canary, context()));
  expect(failure).toMatchObject({ type: 'failed' });
  expect(failure.message).toContain('RolloutAborted');
  expect(cluster.system.snapshot().rollouts['shop/web']).toMatchObject({
    stable: 'example.com/web:1',
    phase: 'Degraded',
  });
});

test('ends when there is no canary to wait for', async () => {
  const failure = await failureOf(attempt(awaitPaused.definition, canary, context()));
  expect(failure).toMatchObject({ type: 'failed' });
  expect(failure.message).toContain('has no canary');
});

test('of a Rollout that is not there is refused', async () => {
  const input = { rollout: 'wob', namespace: 'shop' };
  expect(await failureOf(attempt(awaitPaused.definition, input, context()))).toMatchObject({
    type: 'not-found',
  });
});
