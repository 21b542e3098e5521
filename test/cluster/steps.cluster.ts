/** What the steps must bring about on real controllers, however those happen to be timed. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applicationRef } from '../../src/activities/argocd/application.ts';
import { awaitHealthy as awaitApplication, sync } from '../../src/activities/argocd/index.ts';
import { awaitHealthy, awaitPaused, promoteFull } from '../../src/activities/rollouts/index.ts';
import { readRollout, rolloutRef } from '../../src/activities/rollouts/rollout.ts';
import { attempt, contextFor, failureOf, undo } from '../support/attempt.ts';
import { setUpStage } from './stage.ts';
import type { ClusterStage } from './stage.ts';

let stage: ClusterStage;
beforeEach(async () => {
  stage = await setUpStage();
});
afterEach(() => stage.takeDown());

const context = (key: string) => contextFor({ kubernetes: stage.client }, { key });
const canary = () => ({ rollout: 'web', namespace: stage.namespace });
const web = async () =>
  readRollout(await stage.client.get(rolloutRef(canary()), new AbortController().signal));
const syncTo = (revision: string, key: string) =>
  attempt(sync.definition, { application: stage.application, revision, canary: canary() }, context(key));

/** Sends an order at the very moment of the pause: the controller often loses it. */
async function orderAtPause(status: { promoteFull: true } | { abort: true }) {
  const ref = rolloutRef(canary());
  const signal = new AbortController().signal;
  for await (const { object } of stage.client.watch(ref, signal)) {
    if (readRollout(object).phase === 'Paused') break;
  }
  await stage.client.mergePatch(ref, { status }, { key: 'early', signal, subresource: 'status' });
}

test('the undo of a promoted canary brings the version before back to all pods', async () => {
  const synced = await syncTo(stage.revisions.two, 'sync');
  await attempt(awaitPaused.definition, canary(), context('wait'));
  const promoted = await attempt(promoteFull.definition, canary(), context('promote'));
  await undo(promoteFull.definition, promoted.known, context('promote'));
  await undo(sync.definition, synced.known, context('sync'));
  expect(await web()).toMatchObject({ phase: 'Healthy', inFlight: false, image: 'example.com/web:1' });
});

test.each([1, 2, 3])('a promotion works whether or not an order at the pause got lost (%d)', async () => {
  await syncTo(stage.revisions.two, 'sync');
  await orderAtPause({ promoteFull: true });
  await attempt(promoteFull.definition, canary(), context('promote'));
  expect(await web()).toMatchObject({ phase: 'Healthy', inFlight: false, image: 'example.com/web:2' });
});

test.each([{ abort: true }, { promoteFull: true }, { abort: true }] as const)(
  'so does the undo of the sync, after %j',
  async (status) => {
    const { known } = await syncTo(stage.revisions.two, 'sync');
    await orderAtPause(status);
    await undo(sync.definition, known, context('sync'));
    expect(await web()).toMatchObject({ phase: 'Healthy', inFlight: false, image: 'example.com/web:1' });
  },
);

test('two syncs at once both have their turn, each known by its key', async () => {
  const both = await Promise.all([syncTo(stage.revisions.two, 'a'), syncTo(stage.revisions.one, 'b')]);
  expect(both.map(({ output }) => output)).toMatchObject([
    { revision: stage.revisions.two },
    { revision: stage.revisions.one },
  ]);
});

test('a crash behind the effect makes no second operation', async () => {
  const { output } = await syncTo(stage.revisions.two, 'once');
  const again = await syncTo(stage.revisions.two, 'once');
  expect(again.output).toEqual(output);
  const ref = applicationRef({ application: stage.application, namespace: 'argocd' });
  const history = JSON.stringify((await stage.client.get(ref, new AbortController().signal))['status']);
  expect(history.match(/"username":"slipway\/once"/g)?.length).toBe(2); // once in the history, once as the last operation
});

test('health is believed only on the revision that was asked for', async () => {
  await syncTo(stage.revisions.two, 'sync');
  await attempt(awaitPaused.definition, canary(), context('wait'));
  await attempt(promoteFull.definition, canary(), context('promote'));
  await attempt(awaitHealthy.definition, { ...canary(), image: 'example.com/web:2' }, context('health'));
  const input = { application: stage.application, revision: stage.revisions.two, steadySeconds: 2 };
  expect((await attempt(awaitApplication.definition, input, context('application'))).output).toEqual({
    revision: stage.revisions.two,
    images: ['example.com/admin:2', 'example.com/web:2'],
  });
});

test('a bad image is Degraded with a reason, and the stable version stays', async () => {
  await syncTo(stage.revisions.bad, 'sync');
  const failure = await failureOf(attempt(awaitPaused.definition, canary(), context('wait')));
  expect(failure.message).toMatch(/is Degraded with example.com\/web:bad: .*RolloutAborted/);
  const { stableHash, hash } = await web();
  expect(stableHash).not.toBe(hash);
  const input = { application: stage.application, steadySeconds: 2 };
  const unhealthy = await failureOf(attempt(awaitApplication.definition, input, context('application')));
  expect(unhealthy.message).toContain('Degraded');
});
