/** rollouts.awaitHealthy: one version everywhere, or the reason why not. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sync } from '../../../src/activities/argocd/index.ts';
import { awaitHealthy } from '../../../src/activities/rollouts/index.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
beforeEach(async () => {
  cluster = await startCluster({ pace: 0.02 });
});
afterEach(() => cluster.stop());

const web = { rollout: 'web', namespace: 'shop' };
const context = () => contextFor({ kubernetes: cluster.client });

test('is content with a Rollout that has been Healthy all along', async () => {
  expect((await attempt(awaitHealthy.definition, web, context())).output).toMatchObject({
    image: 'example.com/web:1',
  });
});

test('is not content with a paused canary, and says at which step it stands', async () => {
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  await attempt(sync.definition, { application: 'shop', revision: revisions.two }, context());
  const failure = await failureOf(attempt(awaitHealthy.definition, { ...web, timeoutSeconds: 2 }, context()));
  expect(failure).toMatchObject({ type: 'timed-out' });
  expect(failure.message).toContain('Paused, CanaryPauseStep (canary step 1)');
});

test('fails with a Degraded Rollout', async () => {
  cluster.system.setDesired({ name: 'shop' }, revisions.bad, images('bad'));
  await attempt(sync.definition, { application: 'shop', revision: revisions.bad }, context());
  const failure = await failureOf(
    attempt(awaitHealthy.definition, { ...web, image: 'example.com/web:bad' }, context()),
  );
  expect(failure).toMatchObject({ type: 'failed' });
  expect(failure.message).toContain('is Degraded with example.com/web:bad');
});
