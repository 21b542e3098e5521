/** `kubernetes.restart` against the practice cluster. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { alivePods } from '../../support/alive-pods.ts';
import { startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';
import { usersOf } from '../../support/users-of.ts';

const step = steps.get('kubernetes.restart') as Step;
const web = { namespace: 'shop', deployment: 'web' };

describe('kubernetes.restart', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const run = (input: object, key = 'key-1') =>
    attempt(step, input, contextFor({ kubernetes: pods.client }, { key }));
  const uids = () => new Set(pods.system.pods().map(({ name }) => name));

  test('makes every pod anew with what it runs now', async () => {
    const [before, snapshot] = [uids(), pods.system.snapshot()];
    expect((await run(web)).output).toEqual({ replicas: 3 });
    expect([...uids()].filter((name) => name.startsWith('web-') && before.has(name))).toEqual([]);
    expect(pods.system.snapshot()).toEqual(snapshot);
  });

  test('is not noticed by whoever asks throughout: no request fails', async () => {
    const users = await usersOf(pods.system, web);
    expect((await run(web)).output).toEqual({ replicas: 3 });
    expect(await users.stop()).toEqual([]);
  });

  test('of all pods at once would be noticed: the client that asks throughout sees it', async () => {
    const users = await usersOf(pods.system, { namespace: 'shop', deployment: 'cron' });
    await run({ namespace: 'shop', deployment: 'cron' });
    expect(await users.stop()).toEqual([
      expect.stringMatching(/^\d+ of \d+ requests to .* failed: status 503$/),
    ]);
  });

  test('restarts once for one order, and again for another', async () => {
    const restarts = () =>
      pods.world.journal.entries().filter(({ effect }) => effect === 'deployment.restart');
    await run(web);
    await run(web);
    expect(restarts()).toHaveLength(1);
    await run(web, 'key-2');
    expect(restarts()).toHaveLength(2);
  });

  test('never has two of a singleton alive', async () => {
    const alive = await alivePods(pods, 'shop', 'cron');
    await run({ namespace: 'shop', deployment: 'cron' });
    const { most, pods: seen } = await alive.stop();
    expect([most, seen.length]).toEqual([1, 2]);
  });

  test('does not restart what is said to be a singleton where two of it would be alive', async () => {
    const before = uids();
    const failure = await failureOf(run({ ...web, singleton: true }));
    expect([failure.type, failure.message]).toEqual([
      'refused',
      expect.stringContaining('has 3 replicas: it is no singleton'),
    ]);
    expect(uids()).toEqual(before);
    expect((await run({ namespace: 'shop', deployment: 'cron', singleton: true })).output).toEqual({
      replicas: 1,
    });
  });

  test('says that a quota lets no further pod in', async () => {
    pods.system.limitPods('shop', 7);
    const failure = await failureOf(run(web));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('exceeded quota: pods, requested: pods=1, used: pods=7');
  });
});
