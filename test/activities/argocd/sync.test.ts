/** argocd.sync: one effect whatever comes between, and a way back. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { sync } from '../../../src/activities/argocd/index.ts';
import { awaitPaused, promoteFull } from '../../../src/activities/rollouts/index.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
afterEach(() => cluster.stop());

async function clusterWith(behaviour: 'calm' | 'worst' = 'calm', pace = 0.02) {
  cluster = await startCluster({ behaviour, pace });
  cluster.system.setDesired({ name: 'shop' }, revisions.two, images('2'));
  return cluster;
}

const step = sync.definition;
const input = { application: 'shop', revision: revisions.two };
const canary = { rollout: 'web', namespace: 'shop' };
const context = (key?: string, signal?: AbortSignal) =>
  contextFor({ kubernetes: cluster.client }, { ...(key && { key }), ...(signal && { signal }) });
const effects = (effect: string) =>
  cluster.world.journal.entries().filter((entry) => entry.effect === effect);

const applicationRef = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  plural: 'applications',
  namespace: 'argocd',
  name: 'shop',
};

/** Until Argo CD has compared the second revision with git. */
async function refreshed() {
  for await (const { object } of cluster.client.watch(applicationRef, new AbortController().signal)) {
    if (/"sync":{"status":"Synced","revision":"2/.test(JSON.stringify(object['status']))) return;
  }
}

describe('a sync', () => {
  test.each(['calm', 'worst'] as const)('deploys the revision once, with its key (%s)', async (behaviour) => {
    await clusterWith(behaviour);
    const { output } = await attempt(step, input, context());
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(effects('application.sync')).toMatchObject([
      { target: 'argocd/shop', key: 'key-1', detail: { revision: revisions.two } },
    ]);
    expect(cluster.system.snapshot()).toMatchObject({
      deployments: { 'shop/admin': { image: 'shop/admin:2' } },
    });
  });

  test('takes the target revision when none is named, and tags by their commit', async () => {
    await clusterWith();
    const commit = cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    expect((await attempt(step, { application: 'shop' }, context('a'))).output).toMatchObject({
      revision: commit,
    });
    cluster.system.setDesired({ name: 'shop' }, 'v4', images('4'));
    const { output } = await attempt(step, { application: 'shop', revision: 'v3' }, context('b'));
    expect(output).toMatchObject({ revision: commit });
  });

  test('after a crash behind the effect finds its operation and makes no second one', async () => {
    await clusterWith();
    await attempt(step, input, context());
    const { output, known } = await attempt(step, input, context());
    expect(known.before).toBeUndefined();
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(effects('application.sync')).toHaveLength(1);
  });

  test('still knows its operation when another came after it', async () => {
    await clusterWith();
    await attempt(step, input, context('mine'));
    cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    await attempt(step, { application: 'shop', revision: 'v3' }, context('other'));
    const { output } = await attempt(step, input, context('mine'));
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.one });
    expect(effects('application.sync')).toHaveLength(2);
  });

  test('waits until no other operation runs', async () => {
    await clusterWith('calm', 0.2);
    cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    const [first, second] = await Promise.all([
      attempt(step, { application: 'shop', revision: 'v3' }, context('other')),
      attempt(step, input, context('mine')),
    ]);
    expect([first.output, second.output]).toMatchObject([{}, { revision: revisions.two }]);
    expect(
      effects('application.sync')
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['mine', 'other']);
  });

  test('of a revision that is deployed already has nothing to do', async () => {
    await clusterWith();
    await attempt(step, input, context('first'));
    await refreshed();
    const { output } = await attempt(step, input, context('second'));
    expect(output).toEqual({ revision: revisions.two, previousRevision: revisions.two });
    expect(effects('application.sync')).toHaveLength(1);
  });

  test('that fails says why in Argo CD’s words, and a new round may try again', async () => {
    await clusterWith();
    const missing = { application: 'shop', revision: 'f'.repeat(40) };
    const failure = await failureOf(attempt(step, missing, context('round-1')));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.message).toContain(`Failed to checkout revision ${missing.revision}`);
    expect((await attempt(step, input, context('round-2'))).output).toMatchObject({
      revision: revisions.two,
    });
  });

  test('of an Application that is not there is refused', async () => {
    await clusterWith();
    expect(await failureOf(attempt(step, { application: 'shed' }, context()))).toMatchObject({
      type: 'not-found',
    });
  });

  test('ends at once when it is cancelled', async () => {
    await clusterWith('calm', 100);
    const cancel = new AbortController();
    const running = attempt(step, input, context('key-1', cancel.signal));
    setTimeout(() => cancel.abort(new Error('cancelled')), 300);
    await expect(running).rejects.toThrow('cancelled');
  });
});

describe('its undo', () => {
  test.each(['calm', 'worst'] as const)('goes back to the revision before (%s)', async (behaviour) => {
    await clusterWith(behaviour);
    const { known } = await attempt(step, { application: 'shop', revision: revisions.two }, context());
    expect(await undo(step, known, context())).toContain(`synced back to ${revisions.one}`);
    expect(cluster.system.snapshot()).toMatchObject({
      applications: { 'argocd/shop': { revision: revisions.one } },
      deployments: { 'shop/admin': { image: 'shop/admin:1' } },
    });
    expect(cluster.world.journal.duplicates()).toEqual([]);
  });

  test.each(['calm', 'worst'] as const)(
    'aborts the canary that the sync began, and leaves no trace of it (%s)',
    async (behaviour) => {
      await clusterWith(behaviour);
      const before = cluster.system.snapshot();
      const { known } = await attempt(step, { ...input, canary }, context());
      await attempt(awaitPaused.definition, canary, context());
      expect(await undo(step, known, context())).toContain('canary aborted');
      expect(effects('rollout.abort')).toHaveLength(1);
      expect(cluster.system.snapshot().rollouts).toEqual(before.rollouts);
      expect(cluster.system.snapshot().applications).toEqual(before.applications);
    },
  );

  test('after a full promotion brings the version before back to all pods', async () => {
    await clusterWith();
    const { known } = await attempt(step, { ...input, canary }, context('sync'));
    await attempt(awaitPaused.definition, canary, context());
    const promoted = await attempt(promoteFull.definition, canary, context('promote'));
    expect(await undo(promoteFull.definition, promoted.known, context('promote'))).toContain(
      'no promotion under way',
    );
    await undo(step, known, context('sync'));
    expect(cluster.system.snapshot().rollouts).toEqual({
      'shop/web': { image: 'shop/web:1', stable: 'shop/web:1', phase: 'Healthy' },
    });
  });

  test('is harmless when nothing happened, and when it is done twice', async () => {
    await clusterWith();
    const before = cluster.system.snapshot();
    const never = { input: step.input.parse({ ...input, canary }), before: { revision: revisions.one } };
    expect(await undo(step, never, context())).toContain('Healthy on it');
    expect(cluster.system.snapshot()).toEqual(before);
    const { known } = await attempt(step, { ...input, canary }, context());
    await undo(step, known, context());
    await undo(step, known, context());
    expect(effects('application.sync')).toHaveLength(2);
  });

  test('refuses to go back over somebody else’s sync', async () => {
    await clusterWith();
    const { known } = await attempt(step, input, context('mine'));
    cluster.system.setDesired({ name: 'shop' }, 'v3', images('3'));
    await attempt(step, { application: 'shop', revision: 'v3' }, context('other'));
    const failure = await failureOf(undo(step, known, context('mine')));
    expect(failure).toMatchObject({ type: 'undo-failed' });
    expect(failure.message).toContain('by somebody else');
  });

  test('says so where Argo CD would go forward again by itself', async () => {
    await clusterWith();
    const { known } = await attempt(step, input, context());
    await refreshed();
    await cluster.client.mergePatch(
      applicationRef,
      { spec: { syncPolicy: { automated: {} } } },
      { key: 'k', signal: new AbortController().signal },
    );
    const failure = await failureOf(undo(step, known, context()));
    expect(failure).toMatchObject({ type: 'undo-failed' });
    expect(failure.message).toContain('synced automatically');
  });
});
