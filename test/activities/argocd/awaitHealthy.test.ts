/** argocd.awaitHealthy: believes health only when it stays, and names the reason when it is bad. */
import { afterEach, expect, test } from '@jest/globals';
import { awaitHealthy, sync } from '../../../src/activities/argocd/index.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
afterEach(() => cluster.stop());

const context = (key = 'key-1') => contextFor({ kubernetes: cluster.client }, { key });
const health = awaitHealthy.definition;

test.each(['calm', 'worst'] as const)('waits over the lag after a sync (%s)', async (behaviour) => {
  cluster = await startCluster({ behaviour, pace: 0.05 });
  cluster.system.setDesired({ name: 'shop' }, revisions.two, { admin: 'example.com/admin:2' });
  await attempt(sync.definition, { application: 'shop', revision: revisions.two }, context());
  const { output } = await attempt(
    health,
    { application: 'shop', revision: revisions.two, steadySeconds: 1 },
    context(),
  );
  expect(output).toEqual({ revision: revisions.two, images: ['example.com/admin:2', 'example.com/web:1'] });
});

test('gives the pods’ own reason when the Application is Degraded', async () => {
  cluster = await startCluster({ pace: 0.02 });
  cluster.system.setDesired({ name: 'shop' }, revisions.bad, images('bad'));
  await attempt(sync.definition, { application: 'shop', revision: revisions.bad }, context());
  const failure = await failureOf(attempt(health, { application: 'shop', steadySeconds: 1 }, context()));
  expect(failure).toMatchObject({ type: 'failed' });
  expect(failure.message).toContain('Degraded');
  expect(failure.message).toContain('ImagePullBackOff, Back-off pulling image "example.com/admin:bad"');
});

test('says what it runs when the awaited revision never comes', async () => {
  cluster = await startCluster();
  const input = { application: 'shop', revision: revisions.two, timeoutSeconds: 1 };
  const failure = await failureOf(attempt(health, input, context()));
  expect(failure).toMatchObject({ type: 'timed-out' });
  expect(failure.message).toContain(`it runs ${revisions.one}`);
});

test('waits until an image runs, and says what runs instead', async () => {
  cluster = await startCluster();
  cluster.system.setDesired({ name: 'shop' }, revisions.two, { admin: 'example.com/admin:2' });
  const wanted = { application: 'shop', image: 'example.com/admin:2', steadySeconds: 0 };
  const failure = await failureOf(attempt(health, { ...wanted, timeoutSeconds: 1 }, context()));
  expect(failure.message).toContain('it runs example.com/admin:1');
  await attempt(sync.definition, { application: 'shop', revision: revisions.two }, context());
  const { output } = await attempt(health, wanted, context());
  expect(output).toMatchObject({ images: expect.arrayContaining(['example.com/admin:2']) });
});

test('goes on after a crash with the time it had left', async () => {
  cluster = await startCluster();
  const since = Date.now() - 60_000;
  const resumed = contextFor({ kubernetes: cluster.client }, { resumed: { since } });
  const input = { application: 'shop', revision: revisions.two, timeoutSeconds: 30 };
  expect(await failureOf(attempt(health, input, resumed))).toMatchObject({ type: 'timed-out' });
});
